import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import type { App } from "../project/apps.ts";
import type { Project } from "../project/project.ts";

/** Files of variables that an app reads by itself; the file of the deployment is not one of its own. */
export function appEnvFiles({ backend }: Project, { folder }: App): string[] {
  return envFilesIn(folder).filter((path) => path !== backend.envFile);
}

/** All files of variables of this project, but for examples. */
export function allEnvFiles({ apps, backend, root }: Project): string[] {
  const folders = [...apps.map(({ folder }) => folder), backend.folder, root];
  return [...new Set(folders)].flatMap(envFilesIn);
}

function envFilesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^\.env(\..+)?$/.test(name) && !name.endsWith(".example"))
    .map((name) => join(folder, name));
}

/** What is set in files of variables, with where. */
export function readEnvFiles({ pathOf }: Project, paths: string[]) {
  return paths.flatMap((path) =>
    Object.entries(parseEnv(readFileSync(path, "utf8"))).map(([name, value = ""]) => ({
      path: pathOf(path),
      name,
      value,
    })),
  );
}
