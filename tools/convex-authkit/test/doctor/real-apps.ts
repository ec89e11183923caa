import { cpSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import { Child } from "../../src/process/child.ts";
import { buildApps } from "../../src/project/build.ts";
import { readProject, type Project } from "../../src/project/project.ts";
import { repository, type Undo, type Values } from "../project-copy.ts";
import type { Setup } from "./setup.ts";

/** Here, and not in the copy: Turbopack does not follow its links to what is installed. */
let original: Project;

/** Builds the apps for production, with what they inline from this setup, as the copy's own. */
export async function buildForSetup({ stack, project, copy }: Setup): Promise<void> {
  original = await readProject(repository);
  const variables = Object.assign(
    {},
    ...project.apps.map((app) => stack.variablesOf(app)),
  ) as Values;
  await buildApps(original, original.apps, variables);
  for (const { folder, publicFiles } of original.apps) {
    const built = join(folder, publicFiles);
    cpSync(built, copy.path(original.pathOf(built)), { recursive: true });
  }
}

/** Serves what was built. */
export async function serveBuilds(
  { stack, project, apps: standIns }: Setup,
  environment: Record<string, string> = {},
): Promise<Undo> {
  await standIns.stop();
  const servers = project.apps.map((app, index) => {
    const env = { ...stack.variablesOf(app), PORT: String(app.url.port), ...environment };
    const command = ["--run", "start", "--", ...app.startOptions];
    const { folder, title } = original.apps[index]!;
    return new Child({ name: `The ${title}`, command, cwd: folder, env });
  });
  for (const { url } of project.apps) {
    await vi.waitFor(() => fetch(url.origin), { timeout: 60_000 });
  }
  return () => Promise.all(servers.map((server) => server.stop()));
}
