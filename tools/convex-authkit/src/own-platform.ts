import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { parseEnv, styleText } from "node:util";
import { ConvexDeployment } from "./convex-deployment.ts";
import { setInEnvFile } from "./env-file.ts";
import { inlinedVariables, ownClientId, serverVariables } from "./project/apps.ts";
import type { Project } from "./project/project.ts";
import type { Platform } from "./run.ts";

export type Values = Partial<Record<string, string>>;

/** What is in the file of the development deployment; nothing when there is none, as on a host. */
export function readDevelopmentFile({ backend: { envFile } }: Project): Values {
  return existsSync(envFile) ? parseEnv(readFileSync(envFile, "utf8")) : {};
}

/** Whether a development deployment has been chosen, which is then in .env.local. */
export function hasOwnDeployment(project: Project): boolean {
  const { CONVEX_DEPLOYMENT, CONVEX_SELF_HOSTED_URL } = readDevelopmentFile(project);
  return Boolean(CONVEX_DEPLOYMENT ?? CONVEX_SELF_HOSTED_URL);
}

/** Whether an app seals its session in a cookie, and needs a password for that. */
export function needsCookiePassword({ apps }: Project): boolean {
  return apps.some(({ isBrowserOnly }) => !isBrowserOnly);
}

/**
 * The Convex deployment and the WorkOS environment that are set up, for the backend and the apps to
 * run on.
 *
 * @throws Error with one sentence when nothing is set up, or not all of it
 */
export async function useOwnPlatform(project: Project): Promise<Platform> {
  const { backend, packageManager, pathOf } = project;
  const here = pathOf(backend.envFile);
  if (!hasOwnDeployment(project)) {
    throw new Error(
      `No Convex deployment is set up in ${here}: run ${packageManager.run("setup")}.`,
    );
  }
  const variables = await new ConvexDeployment(project).listVariables();
  for (const name of refreshDevelopmentFile(project, variables)) {
    console.log(`  ${name} in ${here} was missing or outdated: it is as on the deployment now.`);
  }
  const file = readDevelopmentFile(project);
  const deployment = file.CONVEX_DEPLOYMENT ?? file.CONVEX_SELF_HOSTED_URL;
  return {
    title: `Everything runs on ${deployment} and WorkOS's ${file.WORKOS_CLIENT_ID}.`,
    rows: [
      ["WorkOS", styleText("cyan", "https://dashboard.workos.com")],
      ["The backend", `${pathOf(backend.functions)}: save a file there`],
      ["Check your setup", packageManager.run("doctor")],
    ],
    convexProject: { directory: backend.folder, variables: {} },
    variablesOf(app) {
      const { WORKOS_API_HOSTNAME = "", WORKOS_API_PORT = "", WORKOS_API_HTTPS = "" } = file;
      const known = {
        convexUrl: file.CONVEX_URL ?? file.CONVEX_SELF_HOSTED_URL ?? "",
        clientId: ownClientId(app, file) || (file.WORKOS_CLIENT_ID ?? ""),
        redirectUri: app.url.redirectUri,
        ...(WORKOS_API_HOSTNAME && {
          workosApi: { WORKOS_API_HOSTNAME, WORKOS_API_PORT, WORKOS_API_HTTPS },
        }),
      };
      const secrets = {
        apiKey: file.WORKOS_API_KEY ?? "",
        cookiePassword: file.WORKOS_COOKIE_PASSWORD ?? "",
      };
      return {
        ...inlinedVariables(app, known),
        ...serverVariables(app, known, secrets),
        NEXT_TELEMETRY_DISABLED: "1",
      };
    },
  };
}

/**
 * Brings .env.local up to date with the deployment: the Convex CLI writes values there once, and never
 * again when they change.
 *
 * @param variables those of the deployment
 * @returns the names of what it wrote
 * @throws Error with one sentence when the deployment lacks the client id or the API key, or when the
 *   file has the client id of another WorkOS environment
 */
export function refreshDevelopmentFile(project: Project, variables: Values): string[] {
  const { backend, packageManager, pathOf } = project;
  const file = readDevelopmentFile(project);
  const { WORKOS_CLIENT_ID, WORKOS_API_KEY, WORKOS_API_HOSTNAME } = variables;
  const setup = packageManager.run("setup");
  if (!WORKOS_CLIENT_ID || !WORKOS_API_KEY) {
    const missing = WORKOS_CLIENT_ID ? "WORKOS_API_KEY" : "WORKOS_CLIENT_ID";
    throw new Error(`The Convex deployment lacks ${missing}: run ${setup}.`);
  }
  if (file.WORKOS_CLIENT_ID && file.WORKOS_CLIENT_ID !== WORKOS_CLIENT_ID) {
    throw new Error(
      `WORKOS_CLIENT_ID is ${file.WORKOS_CLIENT_ID} in ${pathOf(backend.envFile)} and ${WORKOS_CLIENT_ID} on the deployment: delete the line in the file if the deployment is right, or else run ${setup}.`,
    );
  }
  return setInEnvFile(backend.envFile, {
    WORKOS_CLIENT_ID,
    WORKOS_API_KEY,
    ...(WORKOS_API_HOSTNAME && { WORKOS_API_HOSTNAME }),
    ...(needsCookiePassword(project) && {
      WORKOS_COOKIE_PASSWORD: file.WORKOS_COOKIE_PASSWORD ?? randomBytes(32).toString("base64url"),
    }),
  });
}
