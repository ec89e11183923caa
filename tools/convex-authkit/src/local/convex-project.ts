import type { LocalConvex } from "@repo/local-convex";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { Child } from "../process/child.ts";
import type { ConvexJson } from "../project/convex-json.ts";
import { convexCli, type Backend, type Project } from "../project/project.ts";

/**
 * Makes a folder for the Convex CLI to work in, with a convex.json whose functions are elsewhere.
 *
 * The CLI writes the deployment that it talks to into the .env.local of the folder that it works in,
 * and takes a cloud deployment out of it: that of the backend is not the local services' to change.
 */
export function makeConvexProject(directory: string, { backend }: Project): string {
  mkdirSync(join(directory, "node_modules"), { recursive: true });
  writeJson(join(directory, "package.json"), { private: true, dependencies: { convex: "*" } });
  writeConvexJson(directory, backend, backend.convexJson);
  linkTypeScript(directory, backend);
  return directory;
}

/** Writes the convex.json of a folder for the Convex CLI. */
export function writeConvexJson(directory: string, backend: Backend, convexJson: ConvexJson): void {
  const functions = `${relative(directory, backend.functions).replaceAll("\\", "/")}/`;
  // With the addresses in it, the CLI would take them to api.workos.com when they change.
  writeJson(join(directory, "convex.json"), { ...convexJson, authKit: undefined, functions });
}

function writeJson(file: string, content: unknown): void {
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
}

/** The CLI checks types where it finds TypeScript in its own folder, and passes over them elsewhere. */
function linkTypeScript(directory: string, { folder }: Backend): void {
  const link = join(directory, "node_modules/typescript");
  rmSync(link, { recursive: true, force: true });
  const { resolve } = createRequire(join(folder, "package.json"));
  try {
    symlinkSync(dirname(resolve("typescript/package.json")), link, "junction");
  } catch {
    // A backend in JavaScript has none.
  }
}

/** What points the Convex CLI to a deployment, and away from any other. */
export function cliVariablesOf({ url, adminKey }: LocalConvex) {
  return {
    CONVEX_SELF_HOSTED_URL: url,
    CONVEX_SELF_HOSTED_ADMIN_KEY: adminKey,
    CONVEX_DEPLOYMENT: undefined,
    CONVEX_DEPLOYMENT_TOKEN: undefined,
    CONVEX_DEPLOY_KEY: undefined,
  };
}

/**
 * Runs a command of the Convex CLI to its end, against a local deployment.
 *
 * @throws Error with what the CLI said, if it refused
 */
export async function runConvexCli(
  command: "codegen" | "deploy",
  deployment: LocalConvex,
  project: Project,
): Promise<void> {
  const directory = mkdtempSync(join(project.root, "node_modules/.convex-project-"));
  try {
    const cli = new Child({
      name: `convex ${command}`,
      command: [convexCli(project), command, "--typecheck", "disable"],
      cwd: makeConvexProject(directory, project),
      // With CI set, the CLI does not wait to report its failures over a network.
      env: { ...cliVariablesOf(deployment), CI: "1" },
    });
    if (!(await cli.succeeds())) throw new Error(await cli.ended);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
