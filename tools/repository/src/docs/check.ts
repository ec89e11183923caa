/**
 * Checks the pages of this repository, or of the project in the folder that is given: the code and the
 * tables of variables that they show are the sources', their links lead somewhere, the scripts and
 * tests that they name exist, and no page names an app that it is not about. With --write, it writes
 * code and tables anew (`npm run docs:write`).
 */
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { format, resolveConfig } from "prettier";
import {
  compareSnippets,
  findBrokenLinks,
  findForeignNames,
  findUnknownScripts,
  findUnknownTests,
  isRecord,
  writeTables,
  type Scripts,
  type Variables,
} from "./checks.ts";

const { values, positionals } = parseArgs({
  options: { write: { type: "boolean" } },
  allowPositionals: true,
});
const root = resolve(positionals[0] ?? join(import.meta.dirname, "../../../.."));

const pages = globSync(["*.md", "docs/**/*.md", "{apps,e2e,packages,tools}/**/*.md"], {
  cwd: root,
  exclude: (name) => /(^|\/)(node_modules|\..+|dist)$/.test(name),
}).map((path) => path.replaceAll("\\", "/"));
const scripts = readScripts();
const tests = globSync("{apps,packages,e2e}/**/*.{spec,test}.{ts,tsx}", {
  cwd: root,
  exclude: (name) => name.endsWith("node_modules"),
}).map((path) => path.replaceAll("\\", "/"));

for (const page of pages.sort()) {
  for (const problem of await checkPage(page).catch((error: Error) => [error.message])) {
    console.error(`✗ ${problem}`);
    process.exitCode = 1;
  }
}

async function checkPage(page: string): Promise<string[]> {
  const markdown = read(page) ?? "";
  const { updated } = compareSnippets(page, markdown, read);
  const current = await withTables(page, updated);
  if (values.write && current !== markdown) {
    writeFileSync(join(root, page), current);
    console.log(`Wrote ${page}: check the text around what changed.`);
  }
  const shown = values.write ? current : markdown;
  const hasOldTables = (await withTables(page, shown)) !== shown;
  return [
    ...compareSnippets(page, shown, read).problems,
    ...(hasOldTables
      ? [`${page}: a table of variables is out of date: run npm run docs:write.`]
      : []),
    ...(isRecord(page) ? [] : findBrokenLinks(page, shown, read)),
    ...(isRecord(page) ? [] : findUnknownScripts(page, shown, scripts)),
    ...findUnknownTests(page, shown, tests),
    ...findForeignNames(page, shown),
  ];
}

async function withTables(page: string, markdown: string): Promise<string> {
  const updated = await writeTables(markdown, async (source) => {
    const [path = "", name = ""] = source.split("#");
    const file = join(root, path);
    const exported = existsSync(file)
      ? ((await import(pathToFileURL(file).href)) as Record<string, Variables>)
      : {};
    const variables = exported[name];
    if (!variables) throw new Error(`${page}: ${path} does not exist, or has no ${name}.`);
    return variables;
  });
  if (updated === markdown) return markdown;
  return await format(updated, { ...(await resolveConfig(join(root, page))), filepath: page });
}

/** The scripts of the root and of every workspace. */
function readScripts(): Scripts {
  type Manifest = { name?: string; scripts?: object; workspaces?: string[] };
  const manifest = (path: string) => JSON.parse(read(path) ?? "{}") as Manifest;
  const { workspaces = [], scripts } = manifest("package.json");
  const paths = globSync(
    workspaces.map((folder) => `${folder}/package.json`),
    { cwd: root },
  );
  return new Map(
    [{ scripts, name: "" }, ...paths.map(manifest)].map(({ name = "", scripts }) => [
      name,
      Object.keys(scripts ?? {}),
    ]),
  );
}

function read(path: string): string | undefined {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  return stat?.isFile() ? readFileSync(join(root, path), "utf8") : stat && "";
}
