import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { Child } from "../process/child.ts";
import type { App } from "./apps.ts";
import { scriptOf, type Project } from "./project.ts";

/** What builds apps: turbo where the project has it, or else the script "build" of each. */
export function buildCommands(
  { root }: Project,
  apps: App[],
): { cwd: string; command: string[] }[] {
  if (!existsSync(join(root, "turbo.json"))) {
    return apps.map(({ folder }) => ({ cwd: folder, command: ["--run", "build"] }));
  }
  const filters = apps.map(({ folder }) => `--filter=./${relative(root, folder)}`);
  const command = [scriptOf("turbo", "bin/turbo", root), "run", "build", ...filters];
  return [{ cwd: root, command }];
}

/**
 * Builds apps, and shows nothing of it.
 *
 * @throws Error with what was said last, when a build fails
 */
export async function buildApps(
  project: Project,
  apps: App[],
  env: Record<string, string | undefined>,
): Promise<void> {
  for (const { cwd, command } of buildCommands(project, apps)) {
    const build = new Child({ name: "The build", command, cwd, env });
    if (!(await build.succeeds())) throw new Error(await build.ended);
  }
}
