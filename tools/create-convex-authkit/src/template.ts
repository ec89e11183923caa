import { readFileSync } from "node:fs";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type { ProjectFile } from "./files.ts";

/** What projects are made of. */
export type Template = {
  /** What a project with all apps has, by its path. */
  files: Record<string, ProjectFile>;
  /** The package-lock.json that npm makes, by the names of a project's apps: "next,vite". */
  lockfiles: Record<string, string>;
  /** The text of the MIT license. */
  license: string;
};

/** One file, as npm leaves .gitignore and .npmrc out of what it publishes. */
export function packTemplate(template: Template): Buffer {
  const params = { [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS };
  return brotliCompressSync(JSON.stringify(template), { params });
}

/** Reads what {@link packTemplate} made. */
export function readTemplate(path: string | URL): Template {
  return JSON.parse(brotliDecompressSync(readFileSync(path)).toString("utf8")) as Template;
}
