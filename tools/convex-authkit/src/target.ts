import { apps, ofEachApp, type AppName } from "@repo/config/apps";
import { readDevelopmentFile } from "@repo/convex-backend/development";
import { readAppUrls } from "@repo/convex-backend/urls";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseEnv } from "node:util";
import { ConvexDeployment } from "./convex-deployment.ts";

type Values = Partial<Record<string, string>>;

/** Where an app is for its users. */
type AppAddress = { origin: string; redirectUri: string };

/** What a command sets up or examines: a Convex deployment, and where its apps are. */
export type Target = {
  way: "development" | "production";
  deployment: ConvexDeployment;
  /** Chooses the deployment on the command line of the Convex CLI, in what a person is told to run. */
  cliOptions: string[];
  convexUrl: string;
  /** Of the HTTP actions. */
  siteUrl: string;
  apps: Record<AppName, AppAddress>;
  /** Of WorkOS; https://api.workos.com, unless the environment names another. */
  workosApiUrl: string;
};

type Options = {
  isProduction: boolean;
  /** A file of variables that choose the deployment, in place of .env.local: for a self-hosted one. */
  envFile?: string;
};

/**
 * Finds the development deployment of this machine, or the production deployment that goes with it.
 * Where production's apps are comes from a variable for each, as in `npm run deploy`.
 *
 * @throws Error with one sentence when something is not set up
 */
export async function readTarget(
  { isProduction, envFile }: Options,
  environment: Values = process.env,
): Promise<Target> {
  const file = envFile === undefined ? readDevelopmentFile() : readEnvFile(envFile);
  const { CONVEX_DEPLOYMENT, CONVEX_SELF_HOSTED_URL } = file;
  if (!CONVEX_DEPLOYMENT && !CONVEX_SELF_HOSTED_URL) {
    throw new Error(
      `No Convex deployment is set up in ${envFile ?? "packages/convex-backend/.env.local"}: run npm run setup.`,
    );
  }
  const cliOptions = [
    // The CLI runs in the folder of the backend.
    ...(envFile === undefined ? [] : ["--env-file", resolve(envFile)]),
    ...(isProduction && CONVEX_DEPLOYMENT ? ["--prod"] : []),
  ];
  const deployment = new ConvexDeployment(cliOptions);
  const isOwnFile = !cliOptions.includes("--prod");
  const convexUrl =
    (isOwnFile && (file.CONVEX_URL ?? CONVEX_SELF_HOSTED_URL)) || (await deployment.describe()).url;
  return {
    way: isProduction ? "production" : "development",
    deployment,
    cliOptions,
    convexUrl,
    siteUrl: (isOwnFile && file.CONVEX_SITE_URL) || siteUrlOf(convexUrl),
    apps: isProduction
      ? ofEachApp((app) => productionApp(apps[app].variables.appUrl, environment))
      : readAppUrls(),
    workosApiUrl: workosApiUrl({ ...file, ...environment }),
  };
}

function readEnvFile(path: string): Values {
  if (!existsSync(path)) throw new Error(`There is no file ${path}.`);
  return parseEnv(readFileSync(path, "utf8"));
}

function siteUrlOf(convexUrl: string): string {
  if (!convexUrl.endsWith(".convex.cloud")) {
    throw new Error(
      `Where ${convexUrl} serves HTTP actions is not known: set CONVEX_SITE_URL beside CONVEX_SELF_HOSTED_URL.`,
    );
  }
  return convexUrl.replace(/\.convex\.cloud$/, ".convex.site");
}

function productionApp(name: string, environment: Values): AppAddress {
  const value = environment[name];
  if (!value || !URL.canParse(value) || new URL(value).origin !== value) {
    throw new Error(
      `${name} has to be the origin of the deployed app, such as https://app.example.com, and is ${value || "not set"}.`,
    );
  }
  return { origin: value, redirectUri: `${value}/callback` };
}

function workosApiUrl(values: Values): string {
  const { WORKOS_API_HOSTNAME: hostname, WORKOS_API_PORT: port, WORKOS_API_HTTPS: https } = values;
  const protocol = https === "false" ? "http" : "https";
  return `${protocol}://${hostname || "api.workos.com"}${port ? `:${port}` : ""}`;
}
