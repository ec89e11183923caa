import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { needsCookiePassword } from "../own-platform.ts";
import { inlinedVariables, serverVariables, type App } from "../project/apps.ts";
import { findOtherDeployment } from "../target.ts";
import { findProblems } from "../variables.ts";
import { failed, notChecked, ok, type Check, type Outcome } from "./check.ts";
import { convexJsonCheck } from "./convex-json.ts";
import { appEnvFiles, readEnvFiles } from "./env-files.ts";
import type { Facts } from "./facts.ts";

/** What is in this folder. */
export const projectChecks: Check[] = [
  {
    id: "node",
    title: "Node.js is of a version that package.json asks for",
    run: checkNode,
  },
  {
    id: "packages",
    title: "The Convex CLI, the AuthKit component and the WorkOS SDK are of versions that work",
    run: checkPackages,
  },
  convexJsonCheck,
  {
    id: "file",
    title: "One Convex deployment is chosen, and the file that chooses it is complete",
    run: checkFile,
  },
  {
    id: "shell",
    title: "No variable of this shell takes the place of one in that file",
    needs: ["file"],
    run: checkShell,
  },
  {
    id: "ignored",
    title: "Git ignores the file with the values of development",
    run: checkIgnored,
  },
  {
    id: "shadows",
    title: "No app has a file with other values of its own",
    run: checkShadows,
  },
];

function checkNode({ project: { manifest, packageManager } }: Facts): Outcome {
  const { node: range } = manifest.engines ?? {};
  if (range === undefined || isInRange(process.versions.node, range)) return ok;
  const isInstalled = manifest.devDependencies?.node !== undefined;
  return failed(
    `Node.js is ${process.versions.node}, and has to be ${range}.`,
    isInstalled ? `Run ${packageManager.name} install.` : "Install it from https://nodejs.org.",
  );
}

/** Whether a version is in a range such as "^22.13.0 || >=24". */
export function isInRange(version: string, range: string): boolean {
  return range.split("||").some((part) => {
    const [, sign, least = ""] = /^\s*(\^|>=)\s*([\d.]+)\s*$/.exec(part) ?? [];
    // What is written otherwise is not judged.
    if (sign === undefined) return true;
    const isOfSameMajor = version.split(".")[0] === least.split(".")[0];
    return isAtLeast(version, least) && (sign === ">=" || isOfSameMajor);
  });
}

function checkPackages({ project }: Facts): Outcome {
  const { backend, packageManager, pathOf } = project;
  // Why so new: those before them fail in ways that are hard to find out about.
  const leastVersions = {
    convex: "1.48.0",
    ...(backend.hasComponent && {
      "@convex-dev/workos-authkit": "0.2.9",
      "@workos-inc/node": "10.0.0",
    }),
  };
  const problems = Object.entries(leastVersions).flatMap(([name, least]) => {
    const version = versionOf(name, backend.folder);
    if (version === undefined) return [`${name} is not installed.`];
    const isTooNew = name === "@workos-inc/node" && isAtLeast(version, "11.0.0");
    if (isAtLeast(version, least) && !isTooNew) return [];
    return [`${name} is ${version}, and has to be ${isTooNew ? "10" : `${least} or newer`}.`];
  });
  if (problems.length === 0) return ok;
  return failed(
    problems.join(" "),
    `Ask for such versions in ${pathOf(join(backend.folder, "package.json"))}, and run ${packageManager.name} install.`,
  );
}

function versionOf(name: string, folder: string): string | undefined {
  const { resolve } = createRequire(join(folder, "package.json"));
  const files = (resolve.paths(name) ?? []).map((path) => join(path, name, "package.json"));
  const file = files.find((path) => existsSync(path));
  return file && (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

function isAtLeast(version: string, least: string): boolean {
  return version.localeCompare(least, "en", { numeric: true }) >= 0;
}

function checkFile(facts: Facts): Outcome {
  const { project, filePath, isProduction, envFile } = facts;
  const path = project.pathOf(filePath);
  const setup = `Run ${facts.command("setup")}.`;
  if (!existsSync(filePath)) return failed(`There is no ${path}.`, setup);
  const file = facts.file();
  const { CONVEX_DEPLOYMENT, CONVEX_SELF_HOSTED_URL, CONVEX_SELF_HOSTED_ADMIN_KEY } = file;
  if (CONVEX_DEPLOYMENT && CONVEX_SELF_HOSTED_URL) {
    return failed(
      `${path} has both CONVEX_DEPLOYMENT and CONVEX_SELF_HOSTED_URL, and the Convex CLI takes only one.`,
      "Delete the line of the deployment that is not meant.",
    );
  }
  if (!CONVEX_DEPLOYMENT && !CONVEX_SELF_HOSTED_URL) {
    return failed(`${path} has neither CONVEX_DEPLOYMENT nor CONVEX_SELF_HOSTED_URL.`, setup);
  }
  if (CONVEX_SELF_HOSTED_URL && !CONVEX_SELF_HOSTED_ADMIN_KEY) {
    return failed(
      `${path} has CONVEX_SELF_HOSTED_URL, and not CONVEX_SELF_HOSTED_ADMIN_KEY.`,
      "Add the admin key that the deployment was started with.",
    );
  }
  if (envFile !== undefined) return ok;
  const other = findOtherDeployment(project, facts.environment, isProduction);
  if (other) return failed(`${other}.`, "Unset it in this shell.");
  if (isProduction) return ok;
  const problems = findProblems(project, file, [
    "WORKOS_CLIENT_ID",
    "WORKOS_API_KEY",
    ...(needsCookiePassword(project) ? ["WORKOS_COOKIE_PASSWORD"] : []),
  ]);
  return problems.length === 0 ? ok : failed(`In ${path}: ${problems.join(" ")}`, setup);
}

/** What `setup` and the Convex CLI take from the shell before any file. */
function checkShell(facts: Facts): Outcome {
  if (facts.isProduction) return notChecked("production has its values from its host.");
  const file = facts.file();
  const path = facts.project.pathOf(facts.filePath);
  const name = ["WORKOS_CLIENT_ID", "WORKOS_API_KEY"].find(
    (each) => facts.environment[each] && facts.environment[each] !== file[each],
  );
  if (!name) return ok;
  return failed(
    `${name} in this shell is another than in ${path}, and ${facts.command("setup")} and the Convex CLI take the shell's.`,
    "Unset it in this shell.",
  );
}

async function checkIgnored({ project: { root, backend, pathOf } }: Facts): Promise<Outcome> {
  const file = pathOf(backend.envFile);
  const isIgnored = promisify(execFile)("git", ["check-ignore", "-q", file], { cwd: root });
  const code = await isIgnored.then(
    () => 0,
    (error: { code?: unknown }) => error.code,
  );
  if (code === 0) return ok;
  if (code !== 1) return notChecked("this folder is not in a Git repository.");
  return failed(`Git does not ignore ${file}, which has secrets.`, "Add .env.* to .gitignore.");
}

function checkShadows({ isProduction, project }: Facts): Outcome {
  if (isProduction) return notChecked("production has its values from its host.");
  for (const app of project.apps) {
    const names = variablesOf(app);
    const found = readEnvFiles(project, appEnvFiles(project, app)).find(({ name }) =>
      names.includes(name),
    );
    if (!found) continue;
    return failed(
      `${found.path} sets ${found.name}, and a build or a start of the ${app.title} takes that where nothing else is given.`,
      `Delete that line, or ${found.path}: ${project.packageManager.run("dev")} gives the apps what they need.`,
    );
  }
  return ok;
}

/** The names of what an app reads. */
function variablesOf(app: App): string[] {
  const workosApi = { WORKOS_API_HOSTNAME: "", WORKOS_API_PORT: "", WORKOS_API_HTTPS: "" };
  const known = { convexUrl: "", clientId: "", redirectUri: "", workosApi };
  const secrets = { apiKey: "", cookiePassword: "" };
  return [inlinedVariables(app, known), serverVariables(app, known, secrets)].flatMap(Object.keys);
}
