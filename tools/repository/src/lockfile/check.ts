/** `npm run lockfile:check`: the lock file has what every platform needs, not only this one. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findMissing, type Lockfile } from "./missing.ts";

const path = join(import.meta.dirname, "../../../../package-lock.json");
const missing = findMissing(JSON.parse(readFileSync(path, "utf8")) as Lockfile);
for (const sentence of missing) {
  console.error(`✗ ${sentence}`);
}
if (missing.length > 0) process.exit(1);
