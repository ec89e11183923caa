import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/**
 * Has all processes that the tests start keep what Node compiles, in a folder that goes when they are
 * over: the Convex CLI and deployments are started hundreds of times, and compiling is most of a start.
 *
 * No folder that stays, because what is pushed is compiled from a new path each time.
 */
export default function setup(): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), "compile-cache-"));
  process.env.NODE_COMPILE_CACHE = folder;
  return () => rmSync(folder, { recursive: true });
}
