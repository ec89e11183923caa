import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseEnv } from "node:util";
import { folders } from "../workspace.ts";

/** Files of variables that an app reads by itself, when they are there. */
export function appEnvFiles(): string[] {
  return Object.values(folders.apps).flatMap(envFilesIn);
}

/** All files of variables of this project, but for examples. */
export function allEnvFiles(): string[] {
  return [...appEnvFiles(), ...envFilesIn(folders.backend), ...envFilesIn(folders.root)];
}

function envFilesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^\.env(\..+)?$/.test(name) && !name.endsWith(".example"))
    .map((name) => join(folder, name));
}

/** What is set in files of variables, with where. */
export function readEnvFiles(paths: string[]): { path: string; name: string; value: string }[] {
  return paths.flatMap((path) =>
    Object.entries(parseEnv(readFileSync(path, "utf8"))).map(([name, value = ""]) => ({
      path: relative(folders.root, path),
      name,
      value,
    })),
  );
}
