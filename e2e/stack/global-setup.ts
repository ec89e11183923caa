import { Child } from "@repo/commands/child";
import { requireFreePort } from "@repo/commands/ports";
import { folders, turboCli } from "@repo/commands/workspace";
import { runConvexCli, startStack } from "@repo/local-stack";
import { join } from "node:path";
import { addresses, suiteConvexJson } from "./addresses.ts";
import { BLOCKED_DOMAIN, WORKOS_API_KEY } from "./settings.ts";

/** Builds both apps for the suite's stack, starts all of it, and returns what ends it. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  for (const { port } of Object.values(addresses.apps)) {
    await requireFreePort(port, "the test suite", "an earlier run perhaps");
  }
  const stack = await startStack({
    convexJson: suiteConvexJson,
    ports: addresses.ports,
    deploymentVariables: { BLOCKED_EMAIL_DOMAINS: BLOCKED_DOMAIN },
  });
  const servers: Child[] = [];

  async function stop() {
    await Promise.all(servers.map((server) => server.stop()));
    await stack.stop();
  }

  try {
    await runConvexCli("deploy", stack.convex, {
      convexJson: suiteConvexJson,
      functions: join(folders.backend, "convex"),
    });
    const build = new Child({
      name: "The build of the apps",
      command: [turboCli(), "run", "build", "--filter=./apps/*"],
      cwd: folders.root,
      env: stack.appVariables,
    });
    if (!(await build.succeeds())) throw new Error(await build.ended);

    const { next, vite } = addresses.apps;
    servers.push(
      serve("The Next.js app", folders.nextApp, ["--", "--hostname", "localhost"], {
        ...stack.appVariables,
        PORT: String(next.port),
      }),
      serve("The Vite app", folders.viteApp, [], stack.appVariables),
    );
    await Promise.all([answers(next.origin, servers[0]!), answers(vite.origin, servers[1]!)]);
  } catch (error) {
    await stop();
    throw error;
  }

  process.env[WORKOS_API_KEY] = stack.secrets.workosApiKey;
  return stop;
}

function serve(name: string, cwd: string, options: string[], env: Record<string, string>) {
  return new Child({ name, command: ["--run", "start", ...options], cwd, env });
}

async function answers(origin: string, server: Child) {
  let hasEnded = false;
  void server.ended.then(() => (hasEnded = true));
  while (!(await fetch(origin).catch(() => undefined))) {
    if (hasEnded) throw new Error(await server.ended);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
