import { Child } from "@repo/commands/child";
import { folders, turboCli } from "@repo/commands/workspace";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import type { Undo } from "./project-copy.ts";
import type { Setup } from "./setup.ts";

/** Builds both apps for production, with what they inline from this setup, as the copy's own. */
export async function buildApps({ stack, project }: Setup): Promise<void> {
  const build = new Child({
    name: "The build of the apps",
    command: [turboCli(), "run", "build", "--filter=./apps/*"],
    cwd: folders.root,
    env: stack.appVariables,
  });
  if (!(await build.succeeds())) throw new Error(await build.ended);
  for (const built of ["apps/vite/dist", "apps/next/.next/static"]) {
    cpSync(join(folders.root, built), project.path(built), { recursive: true });
  }
}

/** Serves what was built. */
export async function serveApps(
  { stack, apps }: Setup,
  environment: Record<string, string> = {},
): Promise<Undo> {
  await apps.stop();
  const { next, vite } = stack.addresses.apps;
  const env = { ...stack.appVariables, PORT: String(next.port), ...environment };
  const nextCommand = ["--run", "start", "--", "--hostname", "localhost"];
  const servers = [
    new Child({ name: "The Next.js app", command: nextCommand, cwd: folders.nextApp, env }),
    new Child({ name: "The Vite app", command: ["--run", "start"], cwd: folders.viteApp, env }),
  ];
  for (const { origin } of [next, vite]) {
    await vi.waitFor(() => fetch(origin), { timeout: 60_000 });
  }
  return () => Promise.all(servers.map((server) => server.stop()));
}
