import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder in which what the tests start keeps what Node compiles. */
    compileCache: string;
  }
}

/**
 * Makes a folder for what Node compiles: the Convex CLI and deployments are started hundreds of times,
 * and compiling is a good part of that.
 *
 * It goes when the tests are over, because what is pushed is compiled from a new path each time.
 */
export default function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), "compile-cache-"));
  provide("compileCache", folder);
  return () => rmSync(folder, { recursive: true });
}
