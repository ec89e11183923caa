import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "../project/project.ts";
import { findVariable } from "../variables.ts";
import { failed, notChecked, ok, type Check, type Outcome } from "./check.ts";
import { allEnvFiles, readEnvFiles } from "./env-files.ts";
import type { Facts } from "./facts.ts";

/** That what a browser gets has no secret in it. */
export function secretChecks({ apps }: Project): Check[] {
  return [
    {
      id: "public-variables",
      title: "No variable that browsers get has a secret",
      after: ["variables"],
      run: checkPublicVariables,
    },
    {
      id: "bundles",
      title: "No secret is in what the apps give to browsers",
      after: ["variables", ...apps.map(({ name }) => `${name}-app`)],
      run: checkBundles,
    },
  ];
}

async function checkPublicVariables(facts: Facts): Promise<Outcome> {
  const { project } = facts;
  const secrets = await facts.secrets();
  const prefixes = [...new Set(project.apps.map(({ publicPrefix }) => publicPrefix))];
  const inShell = Object.entries(facts.environment).map(([name, value = ""]) => ({
    path: "the environment of this command",
    name,
    value,
  }));
  const leak = [...readEnvFiles(project, allEnvFiles(project)), ...inShell].find(
    ({ name, value }) =>
      prefixes.some((prefix) => name.startsWith(prefix)) &&
      (findVariable(project, name)?.secret || secrets.some((secret) => secret.value === value)),
  );
  if (!leak) return ok;
  return failed(
    `${leak.name} in ${leak.path} is a secret, and what starts with ${prefixes.join(" or ")} is inlined for everybody to read.`,
    "Take it out. If the app was ever built with it, replace the secret where it is from.",
  );
}

async function checkBundles(facts: Facts): Promise<Outcome> {
  const { project } = facts;
  const secrets = await facts.secrets();
  const served = await Promise.all(project.apps.map((app) => facts.page(app))).catch(() => []);
  const texts = [
    ...project.apps.flatMap(({ folder, publicFiles }) =>
      filesIn(project, join(folder, publicFiles)),
    ),
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

function filesIn({ pathOf }: Project, folder: string): { where: string; text: string }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ where: pathOf(path), text: readFileSync(path, "latin1") }));
}
