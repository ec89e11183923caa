import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** The command, as npm installs it from the packed package. */
    command: string;
    /** The size of that package, in bytes. */
    packedSize: number;
  }
}

/** Packs the package as npm publishes it, and installs that into an empty folder. */
export default function packOnce(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "create-package-"));
  const npm = (...args: string[]) =>
    execFileSync("npm", args, { cwd: join(import.meta.dirname, ".."), stdio: "pipe" });
  npm("pack", "--pack-destination", folder);
  const [tarball = ""] = readdirSync(folder).map((name) => join(folder, name));
  npm("install", "--prefix", folder, "--no-audit", "--no-fund", "--offline", tarball);
  // For a test that runs it as somebody else.
  chmodSync(folder, 0o755);
  project.provide("command", join(folder, "node_modules/.bin/create-convex-authkit"));
  project.provide("packedSize", statSync(tarball).size);
  return () => rmSync(folder, { recursive: true, force: true });
}
