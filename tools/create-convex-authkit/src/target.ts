import { lstatSync, readdirSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { ProjectFiles } from "./files.ts";
import type { ConflictMode } from "./options.ts";

/** How many files a sentence names. */
const NAMED = 10;

/** What is in a folder, but for a repository that is still empty of anything else. */
export function listContent(folder: string): string[] {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (!stats) return [];
  // A link to a folder is one, too.
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`${folder} is a file: choose another name.`);
  }
  return readdirSync(folder).filter((name) => name !== ".git");
}

/** The first of my-app-2, my-app-3 and so on that is not there. */
export function incrementFolder(folder: string): string {
  // The current folder has no name to go by.
  const base = relative("", folder) || resolve(folder);
  for (let number = 2; ; number++) {
    const candidate = `${base}-${number}`;
    if (!lstatSync(candidate, { throwIfNoEntry: false })) return candidate;
  }
}

/** What has to make way for a project in a folder, by its paths there. */
export function findReplaced(folder: string, mode: ConflictMode, files: ProjectFiles): string[] {
  if (mode === "overwrite") return listContent(folder);
  return [...files.keys()].filter((path) => isInTheWay(folder, path));
}

/** @throws Error with one sentence when something is in the way that is not a file of its own */
function isInTheWay(folder: string, path: string): boolean {
  const names = path.split("/");
  for (let depth = 1; depth < names.length; depth++) {
    const above = join(folder, ...names.slice(0, depth));
    const stats = lstatSync(above, { throwIfNoEntry: false });
    if (!stats) return false;
    if (!stats.isDirectory()) {
      throw new Error(`${above} has to be a folder, and is a file or a link: move it away.`);
    }
  }
  const stats = lstatSync(join(folder, path), { throwIfNoEntry: false });
  if (stats?.isDirectory()) {
    throw new Error(`${join(folder, path)} has to be a file, and is a folder: move it away.`);
  }
  return stats !== undefined;
}

/** The sentence for a folder that is not empty, and should be. */
export function describeConflict(folder: string, content: string[]): string {
  const more = content.length > NAMED ? ` and ${content.length - NAMED} more` : "";
  const named = content.slice(0, NAMED).join(", ");
  return `${folder} is not empty (${named}${more}): choose another folder, or say with --on-conflict what becomes of them: merge, overwrite or increment.`;
}
