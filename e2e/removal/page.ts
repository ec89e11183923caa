import { appNames, apps } from "@repo/config/apps";
import { findProblems, variablesOf } from "@repo/config/env";
import { developmentVariables } from "@repo/convex-backend/development";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";

/** The page that says how to take the local services out, and what to do instead. */
export const servicesPage = "docs/without-the-local-services.md";

/**
 * What a person pastes into a shell to do what a page is about.
 *
 * @throws Error with one sentence unless the page has that in one block
 */
export function readCommands(root: string, page: string): string {
  const [commands, ...more] = blocksOf(readFileSync(join(root, page), "utf8"), "sh");
  if (!commands || more.length > 0) {
    throw new Error(
      `${page} has ${commands ? "more than one" : "no"} block marked sh: the commands that take things out are the one block that is.`,
    );
  }
  return commands;
}

/**
 * The file of the development deployment as the page shows it, which the apps are built with.
 *
 * @throws Error with one sentence when the apps would miss something in it
 */
export function readDevelopmentFile(root: string): string {
  const [block] = blocksOf(readFileSync(join(root, servicesPage), "utf8"), "dotenv");
  if (!block) throw new Error(`${servicesPage} has no block marked dotenv.`);
  const present = appNames.filter((app) => existsSync(join(root, apps[app].folder)));
  const names = present.flatMap((app) => apps[app].readers).flatMap(variablesOf);
  const [problem] = findProblems(names, developmentVariables(parseEnv(block)));
  if (problem) throw new Error(`In ${servicesPage}, the block marked dotenv: ${problem}`);
  return block;
}

function blocksOf(markdown: string, language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms");
  return [...markdown.matchAll(fence)].map(([, block]) => block ?? "");
}
