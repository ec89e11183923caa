import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

export type Leftovers = {
  /** What no file that is left may name, nor be called. */
  names: RegExp;
  /** What the comments "begin: …" and "end: …" say around what goes. */
  marker: string;
  /** Files that may, beside the decision records. */
  mayNameThem: string[];
};

/**
 * A sentence for each line that speaks of what has been taken out of a copy of the repository.
 *
 * @param files what git tracks in the repository, the files that are gone included
 */
export function findLeftovers(
  root: string,
  copy: string,
  files: string[],
  { names, marker, mayNameThem }: Leftovers,
): string[] {
  const left = files.filter((file) => existsSync(join(copy, file)));
  // Decision records say why things were done, whatever became of them.
  const searched = left.filter(
    (file) => !file.startsWith("docs/decisions/") && !mayNameThem.includes(file),
  );
  const { scripts = {} } = readPackage(join(copy, "package.json"));
  const packages = (among: string[]) => among.filter((file) => /(^|\/)package\.json$/.test(file));
  const scriptsLeft = new Set(packages(left).flatMap((file) => scriptsOf(join(copy, file))));
  const scriptsGone = new Set(
    packages(files)
      .flatMap((file) => scriptsOf(join(root, file)))
      .filter((name) => !scriptsLeft.has(name)),
  );
  const filesGone = namesGone(files, left);

  const problems = left
    .filter((file) => names.test(file) && searched.includes(file))
    .map((file) => `${file} is still there.`);
  for (const file of searched) {
    for (const [index, line] of readFileSync(join(copy, file), "utf8").split("\n").entries()) {
      const where = `${file}, line ${index + 1} of what is left,`;
      const words = line.match(/[\w.-]+/g) ?? [];
      const name = names.exec(line)?.[0] ?? words.find((word) => filesGone.has(word));
      if (name) problems.push(`${where} still names ${name}.`);
      if (new RegExp(`(begin|end): ${marker}`).test(line)) {
        problems.push(`${where} still has a comment that marks what goes.`);
      }
      // With --workspace it is the script of that workspace.
      const script = /npm run ([\w:-]+)(?!.*--workspace)/.exec(line)?.[1];
      if (script && !(script in scripts)) {
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

/** What files are called that are gone, if none that is left is called so. */
function namesGone(files: string[], left: string[]): Set<string> {
  const namesLeft = new Set(left.map((file) => basename(file)));
  return new Set(files.map((file) => basename(file)).filter((name) => !namesLeft.has(name)));
}

type Package = { scripts?: Record<string, string> };

function readPackage(path: string): Package {
  return JSON.parse(readFileSync(path, "utf8")) as Package;
}

function scriptsOf(path: string): string[] {
  return Object.keys(readPackage(path).scripts ?? {});
}
