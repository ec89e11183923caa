/** Builds apps: what `convex deploy --cmd` runs, with the deployment's URL in NEXT_PUBLIC_CONVEX_URL. */
import { spawnSync } from "node:child_process";
import { urlVariables, type App, type Environment } from "./deploy-urls.ts";
import { folders, turboCli } from "./workspace.ts";

/** What the apps inline that follows from where they will be. */
export function buildVariables(urls: Partial<Record<App, string>>, env: Environment): Environment {
  return {
    ...(urls.next && {
      [urlVariables.next]: urls.next,
      NEXT_PUBLIC_WORKOS_REDIRECT_URI: `${urls.next}/callback`,
    }),
    ...(urls.vite && {
      [urlVariables.vite]: urls.vite,
      VITE_WORKOS_REDIRECT_URI: `${urls.vite}/callback`,
      VITE_WORKOS_CLIENT_ID: env.VITE_WORKOS_CLIENT_ID || env.WORKOS_CLIENT_ID,
      // GitHub sets a variable that it does not have to nothing, and the app would take that for one.
      VITE_WORKOS_API_HOSTNAME: env.VITE_WORKOS_API_HOSTNAME || undefined,
    }),
  };
}

/** Builds apps for a deployment. Returns the exit code of turbo, which has said what went wrong. */
export function buildApps(apps: string[], convexUrl: string, env: Environment): number {
  const filters = apps.map((app) => `--filter=@repo/${app}`);
  const { status } = spawnSync(process.execPath, [turboCli(), "run", "build", ...filters], {
    cwd: folders.root,
    env: { ...env, NEXT_PUBLIC_CONVEX_URL: convexUrl, VITE_CONVEX_URL: convexUrl },
    stdio: "inherit",
  });
  return status ?? 1;
}

if (import.meta.main) {
  const { NEXT_PUBLIC_CONVEX_URL = "" } = process.env;
  process.exitCode = buildApps(process.argv.slice(2), NEXT_PUBLIC_CONVEX_URL, process.env);
}
