import { convexJson } from "@repo/convex-backend/urls";
import { startLocalConvex } from "@repo/local-convex";
import { join } from "node:path";
import { clientId } from "./addresses.ts";
import { runConvexCli } from "./convex-project.ts";
import { folders } from "@repo/commands/workspace";

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
    environmentVariables: { WORKOS_CLIENT_ID: clientId },
  });
  try {
    await runConvexCli("codegen", deployment, { convexJson, functions });
  } finally {
    await deployment.stop();
  }
}

if (import.meta.main) {
  await generateCode(join(folders.backend, "convex"));
}
