import type { LocalConvex } from "@repo/local-convex";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { Child } from "../process/child.ts";
import { convexCli, type Project } from "../project/project.ts";

/**
 * Makes a folder for the Convex CLI to work in, with a convex.json whose functions are elsewhere.
 *
 * The CLI writes the deployment that it talks to into the .env.local of the folder that it works in,
 * and takes a cloud deployment out of it: that of the backend is not the local services' to change.
 */
export function makeConvexProject(directory: string, { backend }: Project): string {
  mkdirSync(directory, { recursive: true });
  const functions = `${relative(directory, backend.functions).replaceAll("\\", "/")}/`;
  const files = {
    "convex.json": { ...backend.convexJson, functions },
    "package.json": { private: true, dependencies: { convex: "*" } },
  };
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(directory, name), `${JSON.stringify(content, null, 2)}\n`);
  }
  return directory;
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
