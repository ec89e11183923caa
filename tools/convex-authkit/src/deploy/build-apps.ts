import { spawnSync } from "node:child_process";
import { UsageError, type Command } from "../command.ts";
import { inlinedVariables, type App } from "../project/apps.ts";
import { buildCommands } from "../project/build.ts";
import { readProject, type Project } from "../project/project.ts";
import type { Environment } from "./urls.ts";

/** What `convex deploy --cmd` runs, with the URL of the deployment in CONVEX_URL. */
export const buildAppsCommand: Command = {
  help: `Usage: convex-authkit build-apps <name>[,<name>…]

For convex deploy --cmd, as convex-authkit deploy gives it: builds apps for the deployment in CONVEX_URL.`,
  async run([names = ""]) {
    const project = await readProject();
    const apps = names.split(",").map((name) => requireApp(project, name));
    return buildApps(project, apps, process.env.CONVEX_URL ?? "", process.env);
  },
};

/** @throws UsageError when no app has that name */
export function requireApp({ apps }: Project, name: string): App {
  const app = apps.find((known) => known.name === name);
  if (app) return app;
  const names = apps.map((known) => known.name).join(" and ");
  throw new UsageError(`There is no app "${name}", only ${names}.`);
}

/**
 * What the apps inline, but for the URL of the deployment: from where they will be, and from the
 * environment of this job.
 *
 * @throws Error with one sentence when the environment lacks the client id
 */
export function variablesToInline(
  apps: App[],
  origins: Map<App, string>,
  env: Environment,
): Environment {
  return Object.assign(
    {},
    ...apps.map((app) => {
      const clientId = env[app.clientIdVariable] || env.WORKOS_CLIENT_ID;
      if (app.isBrowserOnly && !clientId) {
        throw new Error(
          `${app.clientIdVariable} is not set: set that or WORKOS_CLIENT_ID, in the environment of this job, to the client id of the WorkOS environment.`,
        );
      }
      const hostname = env[`${app.publicPrefix}WORKOS_API_HOSTNAME`] || env.WORKOS_API_HOSTNAME;
      const redirectUri = `${origins.get(app)}${new URL(app.url.redirectUri).pathname}`;
      return inlinedVariables(app, {
        convexUrl: "",
        clientId: clientId ?? "",
        redirectUri,
        ...(hostname && { workosApi: { WORKOS_API_HOSTNAME: hostname } }),
      });
    }),
  ) as Environment;
}

/** Builds apps for a deployment. Returns the exit code of the build, which has said what went wrong. */
export function buildApps(
  project: Project,
  apps: App[],
  convexUrl: string,
  env: Environment,
): number {
  const urls = apps.map(({ publicPrefix }) => [`${publicPrefix}CONVEX_URL`, convexUrl]);
  // GitHub sets a variable that it does not have to nothing, and an app would take that for a value.
  const known = Object.entries(env).filter(([, value]) => value !== "");
  for (const { cwd, command } of buildCommands(project, apps)) {
    const { status } = spawnSync(process.execPath, command, {
      cwd,
      env: Object.fromEntries([...known, ...urls]) as NodeJS.ProcessEnv,
      stdio: "inherit",
    });
    if (status !== 0) return status ?? 1;
  }
  return 0;
}
