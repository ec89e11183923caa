import { spawnSync } from "node:child_process";
import { relative } from "node:path";
import { parseOptions, UsageError, type Command } from "../command.ts";
import { readDevelopmentFile, type Values } from "../own-platform.ts";
import { sentenceOf } from "../doctor/check.ts";
import type { App } from "../project/apps.ts";
import { convexCli, readProject, type Project } from "../project/project.ts";
import { buildApps, requireApp, variablesToInline } from "./build-apps.ts";
import { hearFromWorkos } from "./preview-webhook.ts";
import {
  deployKeyVariables,
  hasPreviewKey,
  previewNameOf,
  previewOwnerOf,
  waitForPreviewUrl,
} from "./preview.ts";
import { findOrigin, findOrigins, type Environment } from "./urls.ts";

export const deploy: Command = {
  help: `Usage: convex-authkit deploy [--app <name>] [--wait <seconds>] [-- options of convex deploy]

Builds the apps with the URL of the Convex deployment, registers where they will be with WorkOS, and
deploys the backend: to the deployment of CONVEX_DEPLOY_KEY, or of CONVEX_SELF_HOSTED_URL and
CONVEX_SELF_HOSTED_ADMIN_KEY, or else to the production that goes with the one that is set up.

  --app <name>      in the job that builds this one app, on a host: the job of the app whose home page
                    convex.json names deploys the backend, and any other only builds its app
  --wait <seconds>  how long such another waits for the preview deployment of its branch, 600 by default

A preview gets a webhook endpoint in WorkOS, with the API key that previews have in Convex.

The variables that convex.json names say where the apps will be; on Vercel and Netlify it is known.`,
  async run(args) {
    const { app: name, wait, convexOptions } = readDeployOptions(args);
    const project = await readProject();
    const app = name === undefined ? undefined : requireApp(project, name);
    if (!app || app === project.homeApp) {
      return deployBackend(project, app ? [app] : project.apps, convexOptions);
    }
    if (convexOptions.length > 0) {
      throw new UsageError(
        `${convexOptions[0]} is for convex deploy, which is not run for the ${app.title}: the job of the ${project.homeApp.title} does it.`,
      );
    }
    const { env } = process;
    const variables = variablesToInline([app], new Map([[app, findOrigin(app, env)]]), env);
    const convexUrl = await findConvexUrl(project, app, env, wait);
    return buildApps(project, [app], convexUrl, { ...env, ...variables });
  },
};

/** Options of `convex deploy` that this command sets. */
const ownOptions = ["--cmd", "--cmd-url-env-var-name"];

/** @throws UsageError with one sentence when an argument is not of this command */
export function readDeployOptions(args: string[]) {
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  const convexOptions = args.slice(end + 1);
  const taken = convexOptions.find((option) => ownOptions.includes(option.split("=")[0] ?? ""));
  if (taken) throw new UsageError(`${taken} is not for you to give: it is how the apps are built.`);
  const { app, wait } = parseOptions({
    args: args.slice(0, end),
    options: { app: { type: "string" }, wait: { type: "string", default: "600" } },
  }).values;
  if (!/^\d+$/.test(wait)) {
    throw new UsageError(`--wait is ${wait}, and has to be a number of seconds.`);
  }
  return { app, wait: Number(wait), convexOptions };
}

async function deployBackend(
  project: Project,
  apps: App[],
  convexOptions: string[],
): Promise<number> {
  const { backend } = project;
  const { env } = process;
  const file = readDevelopmentFile(project);
  requireDeployment(project, { ...file, ...env }, convexOptions);
  const origins = findOrigins(project, env);
  const urlVariables = Object.fromEntries(
    [...origins].flatMap(([{ urlVariable }, url]) => (urlVariable ? [[urlVariable, url]] : [])),
  ) as Environment;
  const variables = variablesToInline(apps, origins, env);
  const names = apps.map(({ name }) => name);
  const bin = relative(backend.folder, process.argv[1] ?? "");
  const { status } = spawnSync(
    process.execPath,
    [
      convexCli(project),
      "deploy",
      // A shell reads it. The path is relative, as that of the project may have anything in it.
      ...["--cmd", `"${process.execPath}" -- "${bin}" build-apps ${names.join(",")}`],
      ...["--cmd-url-env-var-name", "CONVEX_URL"],
      ...previewOptions(env, convexOptions),
      ...convexOptions,
    ],
    {
      cwd: backend.folder,
      env: {
        ...withoutValues(file),
        ...env,
        ...urlVariables,
        ...variables,
      },
      // A person at a terminal is asked whether they mean production.
      stdio: "inherit",
    },
  );
  const isDeployed = status === 0 && !convexOptions.includes("--dry-run");
  if (isDeployed && hasPreviewKey(env) && backend.hasComponent) {
    const name = givenPreviewName(convexOptions) ?? previewNameOf(env);
    await hearFromWorkos(project, previewOwnerOf(env), name, env).catch((error: unknown) => {
      console.log(`! WorkOS may send this preview no events: ${sentenceOf(error)}`);
    });
  }
  return status ?? 1;
}

/** Keeps the Convex CLI, and so the builds, from taking these out of development's file. */
function withoutValues(file: Values): Environment {
  // Those of Convex choose the deployment, and no app inlines them.
  const names = Object.keys(file).filter((name) => !name.startsWith("CONVEX_"));
  return Object.fromEntries(names.map((name) => [name, ""]));
}

/** @throws Error with one sentence when the Convex CLI would not know where to deploy to */
function requireDeployment(project: Project, known: Values, convexOptions: string[]) {
  const names = [...deployKeyVariables, "CONVEX_DEPLOYMENT", "CONVEX_SELF_HOSTED_URL"];
  if (names.some((name) => known[name])) return;
  if (convexOptions.some((option) => /^--(env-file|url)\b/.test(option))) return;
  throw new Error(
    `No Convex deployment is set up in ${project.pathOf(project.backend.envFile)}, and CONVEX_DEPLOY_KEY is not set: run ${project.packageManager.run("setup")}, or set that in the environment of this job.`,
  );
}

/** The CLI finds the name of a preview by itself, but not when Vercel's CLI builds outside of Vercel. */
function previewOptions(env: Environment, convexOptions: string[]): string[] {
  const isNamed = givenPreviewName(convexOptions) !== undefined;
  return hasPreviewKey(env) && !isNamed ? ["--preview-name", previewNameOf(env)] : [];
}

function givenPreviewName(convexOptions: string[]): string | undefined {
  const index = convexOptions.findIndex((option) => /^--preview-(name|create)\b/.test(option));
  const [, inOption] = convexOptions[index]?.split("=") ?? [];
  return index < 0 ? undefined : (inOption ?? convexOptions[index + 1] ?? "");
}

async function findConvexUrl(
  project: Project,
  app: App,
  env: Environment,
  wait: number,
): Promise<string> {
  const variable = `${app.publicPrefix}CONVEX_URL`;
  const url = env[variable];
  if (url) return url;
  if (hasPreviewKey(env)) return waitForPreviewUrl(project, previewNameOf(env), wait);
  // Any other key would lead to one fixed deployment, whatever is built.
  throw new Error(
    `${variable} is not set: set it to the URL of the Convex deployment, or, in builds of a branch, CONVEX_DEPLOY_KEY to a preview deploy key.`,
  );
}
