import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { Child } from "../process/child.ts";
import type { App } from "./apps.ts";
import { scriptOf, type Project } from "./project.ts";

/**
 * Builds apps, by turbo where the project has it.
 *
 * @param showLine gets what is printed meanwhile
 * @throws Error with what was said last, when a build fails
 */
export async function buildApps(
  { root }: Project,
  apps: App[],
  env: Record<string, string | undefined>,
  showLine?: (line: string) => void,
): Promise<void> {
  const hasTurbo = existsSync(join(root, "turbo.json"));
  const builds = hasTurbo
    ? [
        {
          cwd: root,
          command: [
            scriptOf("turbo", "bin/turbo", root),
            ...["run", "build"],
            ...apps.map(({ folder }) => `--filter=./${relative(root, folder)}`),
          ],
        },
      ]
    : apps.map(({ folder }) => ({ cwd: folder, command: ["--run", "build"] }));
  for (const { cwd, command } of builds) {
    const build = new Child({ name: "The build", command, cwd, env, onLine: showLine });
    if (!(await build.succeeds())) throw new Error(await build.ended);
  }
}
