import type { ConvexJson } from "@repo/convex-backend/urls";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

/**
 * Makes a folder for the Convex CLI to work in, with a convex.json whose functions are elsewhere.
 *
 * The CLI writes the deployment that it talks to into the .env.local of the folder that it works in,
 * and takes a cloud deployment out of it: that of the backend is not the local stack's to change.
 */
export function makeConvexProject(
  directory: string,
  { convexJson, functions }: { convexJson: ConvexJson; functions: string },
): string {
  mkdirSync(directory, { recursive: true });
  const functionsPath = `${relative(directory, functions).replaceAll("\\", "/")}/`;
  const files = {
    "convex.json": { ...convexJson, functions: functionsPath },
    "package.json": { private: true, dependencies: { convex: "*" } },
  };
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(directory, name), `${JSON.stringify(content, null, 2)}\n`);
  }
  return directory;
}
