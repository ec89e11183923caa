import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { appNames, apps } from "@repo/config/apps";
import { contract, type VariableName } from "@repo/config/env";
import { folders } from "../workspace.ts";
import { failed, notChecked, ok, type Check, type Outcome } from "./check.ts";
import { allEnvFiles, readEnvFiles } from "./env-files.ts";
import type { Facts } from "./facts.ts";

/** That what a browser gets has no secret in it. */
export const secretChecks: Check[] = [
  {
    id: "public-variables",
    title: "No variable that browsers get has a secret",
    after: ["variables"],
    run: checkPublicVariables,
  },
  {
    id: "bundles",
    title: "No secret is in what the apps give to browsers",
    after: ["variables", ...appNames.map((app) => `${app}-app`)],
    run: checkBundles,
  },
];

const publicPrefixes = appNames.map((app) => apps[app].publicPrefix);

async function checkPublicVariables(facts: Facts): Promise<Outcome> {
  const secrets = await facts.secrets();
  const inFiles = readEnvFiles(allEnvFiles());
  const inShell = Object.entries(facts.environment).map(([name, value = ""]) => ({
    path: "the environment of this command",
    name,
    value,
  }));
  const leak = [...inFiles, ...inShell].find(
    ({ name, value }) =>
      publicPrefixes.some((prefix) => name.startsWith(prefix)) &&
      (isNameOfSecret(name) || secrets.some((secret) => secret.value === value)),
  );
  if (!leak) return ok;
  return failed(
    `${leak.name} in ${leak.path} is a secret, and what starts with ${publicPrefixes.join(" or ")} is inlined for everybody to read.`,
    "Take it out. If the app was ever built with it, replace the secret where it is from.",
  );
}

function isNameOfSecret(name: string): boolean {
  const prefix = publicPrefixes.find((each) => name.startsWith(each)) ?? "";
  const variable = name.slice(prefix.length) as VariableName;
  return contract[variable]?.secret ?? false;
}

async function checkBundles(facts: Facts): Promise<Outcome> {
  const secrets = await facts.secrets();
  const served = await Promise.all(appNames.map((app) => facts.pages[app]())).catch(() => []);
  const texts = [
    ...appNames.map((app) => join(folders.apps[app], apps[app].publicFiles)).flatMap(filesIn),
    ...served.flatMap((page) => (page ? [{ where: "what a running app serves", ...page }] : [])),
  ];
  if (texts.length === 0) return notChecked("no app is built or runs here.");
  for (const { where, text } of texts) {
    const secret = secrets.find(({ value }) => text.includes(value));
    if (!secret) continue;
    return failed(
      `The value of ${secret.name} is in ${where}.`,
      `Replace ${secret.name} where it is from, as it is known now, and find the code or the variable that brings it to the browser.`,
    );
  }
  return ok;
}

function filesIn(folder: string): { where: string; text: string }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ where: relative(folders.root, path), text: readFileSync(path, "latin1") }));
}
