import { Child } from "@repo/commands/child";
import { folders, turboCli } from "@repo/commands/workspace";
import { appNames, apps } from "@repo/config/apps";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import type { Undo } from "./project-copy.ts";
import type { Setup } from "./setup.ts";

/** Builds the apps for production, with what they inline from this setup, as the copy's own. */
export async function buildApps({ stack, project }: Setup): Promise<void> {
  const build = new Child({
    name: "The build of the apps",
    command: [turboCli(), "run", "build", "--filter=./apps/*"],
    cwd: folders.root,
    env: stack.appVariables,
  });
  if (!(await build.succeeds())) throw new Error(await build.ended);
  for (const app of appNames) {
    const built = join(apps[app].folder, apps[app].publicFiles);
    cpSync(join(folders.root, built), project.path(built), { recursive: true });
  }
}

/** Serves what was built. */
export async function serveApps(
  { stack, apps: standIns }: Setup,
  environment: Record<string, string> = {},
): Promise<Undo> {
  await standIns.stop();
  const urls = stack.addresses.apps;
  const servers = appNames.map((app) => {
    const env = { ...stack.appVariables, PORT: String(urls[app].port), ...environment };
    const { name, startOptions } = apps[app];
    const command = ["--run", "start", "--", ...startOptions];
    return new Child({ name: `The ${name}`, command, cwd: folders.apps[app], env });
  });
  for (const { origin } of Object.values(urls)) {
    await vi.waitFor(() => fetch(origin), { timeout: 60_000 });
  }
  return () => Promise.all(servers.map((server) => server.stop()));
}
