/**
 * `npm run docs:check`: what README.md and docs/ show of the code is what the code says, their links
 * lead somewhere, and the scripts that they name are there. `npm run docs:write` writes the code into
 * them.
 */
import { format, resolveConfig } from "prettier";
import { existsSync, globSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findBrokenLinks } from "./links.ts";
import { findUnknownScripts, type Scripts } from "./scripts.ts";
import { compareSnippets } from "./snippets.ts";
import { writeVariableTables } from "./variables.ts";

const rootFolder = join(import.meta.dirname, "../../../..");
const mayWrite = process.argv.includes("--write");

const pages = readdirSync(join(rootFolder, "docs"), { recursive: true, encoding: "utf8" })
  .map((name) => `docs/${name.replaceAll("\\", "/")}`)
  .filter((path) => path.endsWith(".md"));

const scripts: Scripts = readScripts();
const problems: string[] = [];
for (const page of ["README.md", "AGENTS.md", ...pages.sort()]) {
  problems.push(...(await checkPage(page)));
}
for (const sentence of problems) {
  console.error(`✗ ${sentence}`);
}
if (problems.length > 0) process.exitCode = 1;

/** A sentence for each thing on a page that is not so. */
async function checkPage(page: string): Promise<string[]> {
  const markdown = read(page) ?? "";
  // It is of its time: it shows code of others, and names what has been taken out since.
  const isRecord = page.startsWith("docs/decisions/");
  const options = { readSource: read, isSourceRequired: !isRecord };
  const { updated } = compareSnippets(page, markdown, options);
  const current = await withVariableTables(page, updated);
  if (mayWrite && current !== markdown) {
    writeFileSync(join(rootFolder, page), current);
    console.log(`Wrote ${page}: read whether the text around what changed still holds.`);
  }
  const shown = mayWrite ? current : markdown;
  const outdatedTables = (await withVariableTables(page, shown)) !== shown;
  const textAt = (path: string) =>
    read(path) ?? (existsSync(join(rootFolder, path)) ? "" : undefined);
  return [
    ...compareSnippets(page, shown, options).problems,
    ...(outdatedTables
      ? [`${page}: its tables differ from packages/config/env/contract.ts: run npm run docs:write.`]
      : []),
    ...(isRecord ? [] : findBrokenLinks(page, shown, textAt)),
    ...(isRecord ? [] : findUnknownScripts(page, shown, scripts)),
  ];
}

async function withVariableTables(page: string, markdown: string): Promise<string> {
  const updated = writeVariableTables(markdown);
  if (updated === markdown) return markdown;
  return await format(updated, {
    ...(await resolveConfig(join(rootFolder, page))),
    filepath: page,
  });
}

/** The scripts of the root and of every workspace. */
function readScripts(): Scripts {
  const root = readPackage("package.json");
  const folders = globSync(root.workspaces ?? [], { cwd: rootFolder });
  const workspaces = folders.map((folder) => readPackage(`${folder}/package.json`));
  return new Map(
    [{ ...root, name: "" }, ...workspaces].map(({ name, scripts }) => [
      name,
      Object.keys(scripts ?? {}),
    ]),
  );
}

type Package = { name: string; scripts?: Record<string, string>; workspaces?: string[] };

function readPackage(path: string): Package {
  return JSON.parse(read(path) ?? '{ "name": "" }') as Package;
}

function read(path: string): string | undefined {
  const isFile = statSync(join(rootFolder, path), { throwIfNoEntry: false })?.isFile();
  return isFile ? readFileSync(join(rootFolder, path), "utf8") : undefined;
}
