import {
  developmentFile,
  developmentVariables,
  readDevelopmentFile,
} from "@repo/convex-backend/development";
// begin: next
import { randomBytes } from "node:crypto";
// end: next
import { relative } from "node:path";
import { styleText } from "node:util";
import { ConvexDeployment } from "./convex-deployment.ts";
import { setInEnvFile } from "./env-file.ts";
import type { Platform } from "./run.ts";
import { folders } from "./workspace.ts";

/** Whether a development deployment has been chosen, which is then in .env.local. */
export function hasOwnDeployment(): boolean {
  const { CONVEX_DEPLOYMENT, CONVEX_SELF_HOSTED_URL } = readDevelopmentFile();
  return Boolean(CONVEX_DEPLOYMENT ?? CONVEX_SELF_HOSTED_URL);
}

/**
 * The Convex deployment and the WorkOS environment that are set up, for the backend and the apps to
 * run on.
 *
 * @throws Error with one sentence when nothing is set up, or not all of it
 */
export async function useOwnPlatform(): Promise<Platform> {
  const here = relative(process.cwd(), developmentFile);
  if (!hasOwnDeployment()) {
    throw new Error(`No Convex deployment is set up in ${here}: run npm run setup.`);
  }
  for (const name of refreshDevelopmentFile(await new ConvexDeployment().listVariables())) {
    console.log(`  ${name} in ${here} was missing or outdated: it is as on the deployment now.`);
  }
  const file = readDevelopmentFile();
  const deployment = file.CONVEX_DEPLOYMENT ?? file.CONVEX_SELF_HOSTED_URL;
  return {
    title: `Everything runs on ${deployment} and WorkOS's ${file.WORKOS_CLIENT_ID}.`,
    rows: [
      ["WorkOS", styleText("cyan", "https://dashboard.workos.com")],
      ["The backend", `${relative(process.cwd(), folders.backend)}/convex: save a file there`],
      ["Is all well?", "npm run doctor"],
    ],
    convexProject: { directory: folders.backend, variables: {} },
    appVariables: {
      // begin: next
      NEXT_TELEMETRY_DISABLED: "1",
      // end: next
      ...developmentVariables(file),
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
export function refreshDevelopmentFile(variables: Partial<Record<string, string>>): string[] {
  const file = readDevelopmentFile();
  const { WORKOS_CLIENT_ID, WORKOS_API_KEY } = variables;
  if (!WORKOS_CLIENT_ID || !WORKOS_API_KEY) {
    const missing = WORKOS_CLIENT_ID ? "WORKOS_API_KEY" : "WORKOS_CLIENT_ID";
    throw new Error(`The Convex deployment lacks ${missing}: run npm run setup.`);
  }
  if (file.WORKOS_CLIENT_ID && file.WORKOS_CLIENT_ID !== WORKOS_CLIENT_ID) {
    throw new Error(
      `WORKOS_CLIENT_ID is ${file.WORKOS_CLIENT_ID} in packages/convex-backend/.env.local and ${WORKOS_CLIENT_ID} on the deployment: delete the line in the file if the deployment is right, or else run npm run setup.`,
    );
  }
  return setInEnvFile(developmentFile, {
    WORKOS_CLIENT_ID,
    WORKOS_API_KEY,
    // begin: next
    WORKOS_COOKIE_PASSWORD: file.WORKOS_COOKIE_PASSWORD ?? randomBytes(32).toString("base64url"),
    // end: next
  });
}
