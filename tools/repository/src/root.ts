import { readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(import.meta.dirname, "../../..");

/** The text of a file of this repository. */
export function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

export function readJson<Content>(path: string): Content {
  return JSON.parse(read(path)) as Content;
}

/** The scripts of the root. */
export const { scripts } = readJson<{ scripts: Record<string, string> }>("package.json");
