import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pagePath } from "./page.ts";

const gone = ["local-convex", "local-workos", "local-stack", "e2e"];

/**
 * Decision records say why things were done, whatever became of them. The page itself is how the
 * services go, and goes on to say what to do without them.
 */
const mayNameThem = (file: string) => file === pagePath || file.startsWith("docs/decisions/");

/**
 * A sentence for each line that speaks of what has been taken out of a copy of the repository.
 *
 * @param files what git tracks in the repository, the files that are gone included
 */
export function findLeftovers(root: string, copy: string, files: string[]): string[] {
  const left = files.filter((file) => existsSync(join(copy, file)));
  const { scripts } = readPackage(join(copy, "package.json"));
  const packages = (among: string[]) => among.filter((file) => /(^|\/)package\.json$/.test(file));
  const scriptsLeft = new Set(packages(left).flatMap((file) => scriptsOf(join(copy, file))));
  const scriptsGone = new Set(
    packages(files)
      .flatMap((file) => scriptsOf(join(root, file)))
      .filter((name) => !scriptsLeft.has(name)),
  );

  const word = new RegExp(`\\b(${gone.join("|")})\\b`);
  const problems = left
    .filter((file) => gone.some((name) => file.split("/").includes(name)))
    .map((file) => `${file} is still there.`);
  for (const file of left.filter((name) => !mayNameThem(name))) {
    for (const [index, line] of readFileSync(join(copy, file), "utf8").split("\n").entries()) {
      const where = `${file}, line ${index + 1} of what is left,`;
      const name = word.exec(line)?.[0];
      if (name) problems.push(`${where} still names ${name}.`);
      if (/(begin|end): local services/.test(line)) {
        problems.push(`${where} still has a comment that marks what goes.`);
      }
      // With --workspace it is the script of that workspace.
      const script = /npm run ([\w:-]+)(?!.*--workspace)/.exec(line)?.[1];
      if (script && !(scripts && script in scripts)) {
        problems.push(`${where} still says npm run ${script}, which is gone.`);
      }
      const task = /"([\w:-]+)":/.exec(line)?.[1];
      if (task && scriptsGone.has(task)) {
        problems.push(`${where} still defines ${task}, which no package has as a script.`);
      }
    }
  }
  return problems;
}

type Package = { scripts?: Record<string, string> };

function readPackage(path: string): Package {
  return JSON.parse(readFileSync(path, "utf8")) as Package;
}

function scriptsOf(path: string): string[] {
  return Object.keys(readPackage(path).scripts ?? {});
}
