/** Builds apps: what `convex deploy --cmd` runs, with the deployment's URL in CONVEX_URL. */
import { appNames, apps, type AppName } from "@repo/config/apps";
import { spawnSync } from "node:child_process";
import type { Environment } from "./deploy-urls.ts";
import { folders, turboCli } from "./workspace.ts";

/** The environment of a build, with what the apps inline that follows from where they will be. */
export function buildVariables(
  urls: Partial<Record<AppName, string>>,
  env: Environment,
): Environment {
  const known: Environment = { ...env };
  for (const app of appNames) {
    if (urls[app] === undefined) continue;
    const { appUrl, redirectUri } = apps[app].variables;
    Object.assign(known, { [appUrl]: urls[app], [redirectUri]: `${urls[app]}/callback` });
  }
  // begin: vite
  if (urls.vite !== undefined) {
    known.VITE_WORKOS_CLIENT_ID = env.VITE_WORKOS_CLIENT_ID || env.WORKOS_CLIENT_ID;
    // GitHub sets a variable that it does not have to nothing, and the app would take that for one.
    known.VITE_WORKOS_API_HOSTNAME = env.VITE_WORKOS_API_HOSTNAME || undefined;
  }
  // end: vite
  return known;
}

/** Builds apps for a deployment. Returns the exit code of turbo, which has said what went wrong. */
export function buildApps(names: string[], convexUrl: string, env: Environment): number {
  const filters = names.map((app) => `--filter=@repo/${app}`);
  const convexUrls = Object.fromEntries(
    appNames.map((app) => [apps[app].variables.convexUrl, convexUrl]),
  );
  const { status } = spawnSync(process.execPath, [turboCli(), "run", "build", ...filters], {
    cwd: folders.root,
    env: { ...env, ...convexUrls },
    stdio: "inherit",
  });
  return status ?? 1;
}

if (import.meta.main) {
  const { CONVEX_URL = "" } = process.env;
  process.exitCode = buildApps(process.argv.slice(2), CONVEX_URL, process.env);
}
