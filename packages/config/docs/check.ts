/**
 * `npm run docs:check`: what README.md and docs/ show of the code is what the code says, and their
 * links lead somewhere. `npm run docs:write` writes the code into them.
 */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findBrokenLinks } from "./links.ts";
import { compareSnippets } from "./snippets.ts";

const root = join(import.meta.dirname, "../../..");
const mayWrite = process.argv.includes("--write");

const pages = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
  .map((name) => `docs/${name.replaceAll("\\", "/")}`)
  .filter((path) => path.endsWith(".md"));

const problems = ["README.md", ...pages.sort()].flatMap((page) => {
  const markdown = read(page) ?? "";
  // It is of its time: it shows code of others, and names what has been taken out since.
  const isRecord = page.startsWith("docs/decisions/");
  const options = { readSource: read, isSourceRequired: !isRecord };
  let result = compareSnippets(page, markdown, options);
  if (mayWrite && result.updated !== markdown) {
    writeFileSync(join(root, page), result.updated);
    console.log(`Wrote ${page}: read whether the text around the code still holds.`);
    result = compareSnippets(page, result.updated, options);
  }
  const exists = (path: string) => existsSync(join(root, path));
  const brokenLinks = isRecord ? [] : findBrokenLinks(page, markdown, exists);
  return [...result.problems, ...brokenLinks];
});
for (const sentence of problems) {
  console.error(`✗ ${sentence}`);
}
if (problems.length > 0) process.exitCode = 1;

function read(path: string): string | undefined {
  const isFile = statSync(join(root, path), { throwIfNoEntry: false })?.isFile();
  return isFile ? readFileSync(join(root, path), "utf8") : undefined;
}
