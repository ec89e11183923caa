import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseEnv } from "node:util";
import { ConvexDeployment } from "./convex-deployment.ts";
import { deployKeyVariables } from "./deploy/preview.ts";
import { readDevelopmentFile, type Values } from "./own-platform.ts";
import { ownClientId, type App } from "./project/apps.ts";
import type { Project } from "./project/project.ts";

/** An app, and where it is for its users. */
export type TargetApp = App & {
  origin: string;
  redirectUri: string;
  /** Of a WorkOS application of its own. */
  ownClientId: string | undefined;
};

/** What a command sets up or examines: a Convex deployment, and where its apps are. */
export type Target = {
  project: Project;
  isProduction: boolean;
  deployment: ConvexDeployment;
  /** Chooses the deployment on the command line of the Convex CLI, in what a person is told to run. */
  cliOptions: string[];
  convexUrl: string;
  /** Of the HTTP actions. */
  siteUrl: string;
  apps: TargetApp[];
  /** Of WorkOS; https://api.workos.com, unless the environment names another. */
  workosApiUrl: string;
};

export type TargetOptions = {
  project: Project;
  isProduction: boolean;
  /** A file of variables that choose the deployment, in place of .env.local: for a self-hosted one. */
  envFile?: string;
  /** Client ids of apps that have a WorkOS application of their own, by the variables for them. */
  clientIds?: Values;
};

/**
 * Finds the development deployment of this machine, or the production deployment that goes with it.
 * Where production's apps are comes from a variable for each, as in `deploy`.
 *
 * @throws Error with one sentence when something is not set up
 */
export async function readTarget(options: TargetOptions, environment: Values): Promise<Target> {
  const { project, isProduction, envFile, clientIds } = options;
  const { backend, packageManager, pathOf } = project;
  const file = envFile === undefined ? readDevelopmentFile(project) : readEnvFile(envFile);
  const { CONVEX_DEPLOYMENT, CONVEX_SELF_HOSTED_URL } = file;
  if (!CONVEX_DEPLOYMENT && !CONVEX_SELF_HOSTED_URL) {
    throw new Error(
      `No Convex deployment is set up in ${envFile ?? pathOf(backend.envFile)}: run ${packageManager.run("setup")}.`,
    );
  }
  const cliOptions = [
    // The CLI runs in the folder of the backend.
    ...(envFile === undefined ? [] : ["--env-file", resolve(envFile)]),
    ...(isProduction && CONVEX_DEPLOYMENT ? ["--prod"] : []),
  ];
  const deployment = new ConvexDeployment(project, cliOptions);
  const isOwnFile = !cliOptions.includes("--prod");
  const convexUrl =
    (isOwnFile && (file.CONVEX_URL ?? CONVEX_SELF_HOSTED_URL)) || (await deployment.describe()).url;
  return {
    project,
    isProduction,
    deployment,
    cliOptions,
    convexUrl,
    siteUrl: (isOwnFile && file.CONVEX_SITE_URL) || siteUrlOf(convexUrl),
    apps: project.apps.map((app) => {
      const clientId = ownClientId(app, { ...(isProduction ? environment : file), ...clientIds });
      if (!isProduction) return { ...app, ...app.url, ownClientId: clientId };
      const origin = productionOrigin(app, environment);
      const redirectUri = `${origin}${new URL(app.url.redirectUri).pathname}`;
      return { ...app, origin, redirectUri, ownClientId: clientId };
    }),
    workosApiUrl: workosApiUrl({ ...file, ...environment }),
  };
}

/** What the Convex CLI takes before .env.local; it would then be about another deployment. */
const choosesAnother = ["CONVEX_DEPLOYMENT", ...deployKeyVariables, "CONVEX_SELF_HOSTED_URL"];

/**
 * Says which variable of the shell chooses another deployment than .env.local does, if one does.
 *
 * @param mayHaveKey whether a deploy key is no mistake: production's is given like that
 */
export function findOtherDeployment(
  project: Project,
  environment: Values,
  mayHaveKey = false,
): string | undefined {
  const file = readDevelopmentFile(project);
  const name = choosesAnother
    .filter((each) => !(mayHaveKey && deployKeyVariables.includes(each)))
    .find((each) => environment[each] && environment[each] !== file[each]);
  const path = project.pathOf(project.backend.envFile);
  return name && `${name} is set in this shell, and the Convex CLI takes it before ${path}`;
}

/** The command that has the Convex CLI do something to the deployment, and the folder to type it in. */
export function convexCommand(
  { packageManager, backend, root, pathOf }: Project,
  command: string,
  cliOptions: string[] = [],
): { command: string; inFolder: string } {
  return {
    command: packageManager.exec(["convex", command, ...cliOptions].join(" ")),
    inFolder: backend.folder === root ? "" : `, in ${pathOf(backend.folder)}`,
  };
}

/** The apps that have a WorkOS application of their own, beside that of the default client id. */
export function appsOfOtherClients(
  { apps }: Target,
  clientId: string | undefined,
): (TargetApp & { ownClientId: string })[] {
  return apps.flatMap((app) =>
    app.ownClientId && app.ownClientId !== clientId
      ? [{ ...app, ownClientId: app.ownClientId }]
      : [],
  );
}

/** The client ids whose access tokens the deployment accepts, from its variables. */
export function acceptedClientIds(variables: Values): string[] {
  const { WORKOS_CLIENT_ID = "" } = variables;
  return [WORKOS_CLIENT_ID, ...otherClientIds(variables)].filter(Boolean);
}

/** Those beside the default one. */
export function otherClientIds({ WORKOS_OTHER_CLIENT_IDS = "" }: Values): string[] {
  return WORKOS_OTHER_CLIENT_IDS.split(/[\s,]+/).filter(Boolean);
}

function readEnvFile(path: string): Values {
  if (!existsSync(path)) throw new Error(`There is no file ${path}.`);
  return parseEnv(readFileSync(path, "utf8"));
}

/** @throws Error with one sentence for a URL that is not of Convex's cloud */
export function siteUrlOf(convexUrl: string): string {
  if (!convexUrl.endsWith(".convex.cloud")) {
    throw new Error(
      `Where ${convexUrl} serves HTTP actions is not known: set CONVEX_SITE_URL beside CONVEX_SELF_HOSTED_URL.`,
    );
  }
  return convexUrl.replace(/\.convex\.cloud$/, ".convex.site");
}

function productionOrigin({ title, urlVariable }: App, environment: Values): string {
  if (urlVariable === undefined) {
    throw new Error(
      `convex.json names no variable for where the ${title} is in production: let its redirect URI in authKit.prod start with \${buildEnv.SOME_URL}.`,
    );
  }
  const value = environment[urlVariable];
  if (!value || URL.parse(value)?.origin !== value) {
    throw new Error(
      `${urlVariable} has to be the origin of the deployed ${title}, such as https://app.example.com, and is ${value || "not set"}.`,
    );
  }
  return value;
}

/** Where the WorkOS API is, from the variables that the AuthKit SDKs read. */
export function workosApiUrl(values: Values): string {
  const { WORKOS_API_HOSTNAME: hostname, WORKOS_API_PORT: port, WORKOS_API_HTTPS: https } = values;
  const protocol = https === "false" ? "http" : "https";
  return `${protocol}://${hostname || "api.workos.com"}${port ? `:${port}` : ""}`;
}
