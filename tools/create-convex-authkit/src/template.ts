import { readFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import type { ProjectFile, ProjectFiles } from "./files.ts";

/** The template as one file: npm leaves .gitignore and .npmrc out of what it publishes. */
export function packTemplate(files: ProjectFiles): Buffer {
  return gzipSync(JSON.stringify(Object.fromEntries(files)), { level: 9 });
}

/** Reads what {@link packTemplate} made. */
export function readTemplate(path: string | URL): ProjectFiles {
  const text = gunzipSync(readFileSync(path)).toString("utf8");
  return new Map(Object.entries(JSON.parse(text) as Record<string, ProjectFile>));
}
