import type { ConvexJson } from "@repo/convex-backend/urls";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { folders } from "./workspace.ts";

/**
 * A folder for the Convex CLI to work in, whose functions are the backend's.
 *
 * The CLI writes the deployment that it talks to into the .env.local of the folder that it works in,
 * and takes a cloud deployment out of it: that of the backend is not the local stack's to change.
 */
export function makeConvexProject(directory: string, convexJson: ConvexJson): string {
  mkdirSync(directory, { recursive: true });
  const functions = relative(directory, join(folders.backend, "convex"));
  const files = {
    "convex.json": { ...convexJson, functions: `${functions.replaceAll("\\", "/")}/` },
    "package.json": { private: true, dependencies: { convex: "*" } },
  };
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(directory, name), `${JSON.stringify(content, null, 2)}\n`);
  }
  return directory;
}
