import { convexJson } from "@repo/convex-backend/urls";
import { startLocalConvex } from "@repo/local-convex";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { clientId } from "./addresses.ts";
import { Child } from "./child.ts";
import { makeConvexProject } from "./convex-project.ts";
import { cliVariablesOf } from "./stack.ts";
import { convexCli, folders } from "./workspace.ts";

/**
 * Has the Convex CLI write `_generated` into a folder of functions. The CLI asks a deployment what is
 * in them, and this gives it one that lives only as long as that takes.
 *
 * @throws Error with what the CLI said, if it refused
 */
export async function generateCode(functions: string): Promise<void> {
  const deployment = await startLocalConvex({
    port: 0,
    sitePort: 0,
    // Declared as required in convex.config.ts; nothing is called with them.
    environmentVariables: {
      WORKOS_CLIENT_ID: clientId,
      WORKOS_API_KEY: "sk_unused",
      WORKOS_WEBHOOK_SECRET: "unused",
      WORKOS_ACTION_SECRET: "unused",
    },
  });
  const directory = mkdtempSync(join(folders.root, "node_modules/.codegen-"));
  try {
    const cli = new Child({
      name: "convex codegen",
      command: [convexCli(), "codegen", "--typecheck", "disable"],
      cwd: makeConvexProject(directory, { convexJson, functions }),
      // With CI set, the CLI does not wait to report its failures over a network.
      env: { ...cliVariablesOf(deployment), CI: "1" },
    });
    if (!(await cli.succeeds())) throw new Error(await cli.ended);
  } finally {
    rmSync(directory, { recursive: true });
    await deployment.stop();
  }
}

if (import.meta.main) {
  await generateCode(join(folders.backend, "convex"));
}
