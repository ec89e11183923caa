import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** What git tracks in a repository. */
export function trackedFiles(root: string): string[] {
  const list = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" });
  return list.split("\0").filter((path) => path !== "");
}

/** Copies what git tracks, with the packages that are installed. Returns the folder of the copy. */
export function copyRepository(root: string, name: string): string {
  const copy = mkdtempSync(join(tmpdir(), `${name}-`));
  for (const path of trackedFiles(root)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    copyFileSync(join(root, path), join(copy, path));
  }
  linkTree(join(root, "node_modules"), join(copy, "node_modules"));
  return copy;
}

/** Makes the same tree of links to the same files, which takes seconds where copies take minutes. */
function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    // The links to the workspaces lead to those of the copy.
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkSync(source, target);
  }
}
