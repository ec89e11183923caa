import { readAppUrls, type ConvexJson } from "@repo/convex-backend/urls";
import { appNames, apps } from "@repo/config/apps";
import { findProblems, variablesOf, type VariableName } from "@repo/config/env";
import { Ajv } from "ajv";
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { folders } from "../workspace.ts";
import { failed, notChecked, ok, sentenceOf, type Check, type Outcome } from "./check.ts";
import { appEnvFiles, readEnvFiles } from "./env-files.ts";
import type { Facts } from "./facts.ts";

/** What is in this folder. */
export const projectChecks: Check[] = [
  {
    id: "node",
    title: "Node.js is as new as package.json asks for",
    run: checkNode,
  },
  {
    id: "packages",
    title: "The Convex CLI, the AuthKit component and the WorkOS SDK are of versions that work",
    run: checkPackages,
  },
  {
    id: "convex-json",
    title: "convex.json is valid, and provisions all three kinds of deployments alike",
    run: checkConvexJson,
  },
  {
    id: "file",
    title: "One Convex deployment is chosen, and the file that chooses it is complete",
    run: checkFile,
  },
  {
    id: "ignored",
    title: "Git ignores the file with the values of development",
    run: checkIgnored,
  },
  {
    id: "shadows",
    title: "No file of an app shadows the values of development",
    run: checkShadows,
  },
];

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

function checkNode(): Outcome {
  const { engines } = readJson(join(folders.root, "package.json")) as { engines: { node: string } };
  const least = engines.node.replace(">=", "");
  return isAtLeast(process.versions.node, least)
    ? ok
    : failed(`Node.js is ${process.versions.node}, and has to be ${least}.`, "Run npm install.");
}

/** Why so new: docs/troubleshooting.md has what those before them do. */
const leastVersions = {
  convex: "1.48.0",
  "@convex-dev/workos-authkit": "0.2.9",
  "@workos-inc/node": "10.0.0",
};

function checkPackages(): Outcome {
  const problems = Object.entries(leastVersions).flatMap(([name, least]) => {
    const version = versionOf(name);
    if (version === undefined) return [`${name} is not installed.`];
    const isTooNew = name === "@workos-inc/node" && isAtLeast(version, "11.0.0");
    if (isAtLeast(version, least) && !isTooNew) return [];
    return [`${name} is ${version}, and has to be ${isTooNew ? "10" : `${least} or newer`}.`];
  });
  if (problems.length === 0) return ok;
  return failed(
    problems.join(" "),
    "Run npm install with packages/convex-backend/package.json and package-lock.json as they are in Git.",
  );
}

function versionOf(name: string): string | undefined {
  const { resolve } = createRequire(join(folders.backend, "package.json"));
  const files = (resolve.paths(name) ?? []).map((folder) => join(folder, name, "package.json"));
  const file = files.find((path) => existsSync(path));
  return file && (readJson(file) as { version: string }).version;
}

function isAtLeast(version: string, least: string): boolean {
  return version.localeCompare(least, "en", { numeric: true }) >= 0;
}

type Configure = ConvexJson["authKit"]["dev"]["configure"];
type FullConvexJson = ConvexJson & {
  authKit: Record<"preview" | "prod", { environmentType?: string; configure?: Configure }>;
};

function checkConvexJson(): Outcome {
  const fix = "Mend packages/convex-backend/convex.json: docs/environment.md says what it is for.";
  try {
    const json = readJson(join(folders.backend, "convex.json"));
    const problem = schemaProblem(json) ?? sectionProblem(json as FullConvexJson);
    return problem ? failed(problem, fix) : ok;
  } catch (error) {
    return failed(sentenceOf(error), fix);
  }
}

function schemaProblem(json: unknown): string | undefined {
  const { resolve } = createRequire(join(folders.backend, "package.json"));
  const cli = dirname(resolve("convex/package.json"));
  const schema = readJson(join(cli, "schemas/convex.schema.json")) as object;
  // The schema is the CLI's, and not examined: that takes longer than all else here.
  const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false });
  if (ajv.validate(schema, json)) return undefined;
  const errors = (ajv.errors ?? []).map(
    ({ instancePath, message = "is not valid", params }) =>
      `${instancePath} ${message} (${Object.values(params).join(", ")})`,
  );
  return `convex.json is not as the Convex CLI takes it: ${errors[0]}.`;
}

function sectionProblem(json: FullConvexJson): string | undefined {
  const { authKit } = json;
  for (const section of ["dev", "preview", "prod"] as const) {
    if (!authKit?.[section]?.configure) {
      return `convex.json lacks authKit.${section}.configure, so the Convex CLI provisions no WorkOS environment there.`;
    }
  }
  if (authKit.prod.environmentType !== "production") {
    return "convex.json does not have environmentType production in authKit.prod, so production would get a WorkOS environment like a development one.";
  }
  const urls = readAppUrls(json);
  const appUrls = appNames.map((app) => apps[app].variables.appUrl);
  const inDevelopment = (text: string) =>
    appNames.reduce(
      (replaced, app, index) =>
        replaced.replaceAll(`\${buildEnv.${appUrls[index]}}`, urls[app].origin),
      text,
    );
  for (const section of ["preview", "prod"] as const) {
    const { redirectUris, corsOrigins } = authKit[section].configure!;
    const differs = (name: "redirectUris" | "corsOrigins", texts: string[]) =>
      String(texts.map(inDevelopment).sort()) !== String(authKit.dev.configure[name].toSorted());
    const name = differs("redirectUris", redirectUris ?? [])
      ? "redirectUris"
      : differs("corsOrigins", corsOrigins ?? []) && "corsOrigins";
    if (name) {
      return `convex.json has other ${name} in authKit.${section} than in authKit.dev, with ${appUrls.join(" and ")} in place of the origins: sign-ins that work in development fail there.`;
    }
  }
  return undefined;
}

const ofThisMachine: VariableName[] = ["WORKOS_CLIENT_ID", "WORKOS_API_KEY"];
// begin: next
ofThisMachine.push("WORKOS_COOKIE_PASSWORD");
// end: next

function checkFile(facts: Facts): Outcome {
  const path = relative(folders.root, facts.filePath);
  const setup = "Run npm run setup.";
  if (!existsSync(facts.filePath)) return failed(`There is no ${path}.`, setup);
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
  if (facts.isProduction || facts.envFile !== undefined) return ok;
  const names: VariableName[] = [...ofThisMachine, ...variablesOf("Convex CLI")];
  const problems = findProblems(names, file);
  return problems.length === 0 ? ok : failed(`In ${path}: ${problems.join(" ")}`, setup);
}

async function checkIgnored(): Promise<Outcome> {
  const file = "packages/convex-backend/.env.local";
  const isIgnored = promisify(execFile)("git", ["check-ignore", "-q", file], { cwd: folders.root });
  const code = await isIgnored.then(
    () => 0,
    (error: { code?: unknown }) => error.code,
  );
  if (code === 0) return ok;
  if (code !== 1) return notChecked("Git does not know this folder.");
  return failed(`Git does not ignore ${file}, which has secrets.`, "Add .env.* to .gitignore.");
}

function checkShadows({ isProduction }: Facts): Outcome {
  if (isProduction) return notChecked("production has its values from its host.");
  const [first] = readEnvFiles(appEnvFiles()).filter(({ name }) => isOfAnApp(name));
  if (!first) return ok;
  return failed(
    `${first.path} sets ${first.name}, over what the app has from packages/convex-backend/.env.local.`,
    `Delete that line, or ${first.path}: the apps need no file of their own.`,
  );
}

function isOfAnApp(name: string): boolean {
  const readers = appNames.flatMap((app) => apps[app].readers);
  const names: string[] = readers.flatMap(variablesOf);
  return names.includes(name);
}
