import { startLocalConvex } from "@repo/local-convex";
import type { Command } from "./command.ts";
import { clientId } from "./local/addresses.ts";
import { runConvexCli } from "./local/convex-project.ts";
import { readProject, type Project } from "./project/project.ts";

export const codegen: Command = {
  help: `Usage: convex-authkit codegen

Has the Convex CLI write _generated into the folder of the functions, without an account.`,
  async run() {
    await generateCode(await readProject());
    return 0;
  },
};

/**
 * Has the Convex CLI write `_generated`. The CLI asks a deployment what the functions are, and this
 * gives it one that lives only as long as that takes.
 *
 * @throws Error with what the CLI said, if it refused
 */
export async function generateCode(project: Project): Promise<void> {
  const deployment = await startLocalConvex({
    port: 0,
    sitePort: 0,
    environmentVariables: { WORKOS_CLIENT_ID: clientId },
  });
  try {
    await runConvexCli("codegen", deployment, project);
  } finally {
    await deployment.stop();
  }
}
