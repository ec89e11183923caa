import { Child } from "@repo/commands/child";
import { requireFreePort } from "@repo/commands/ports";
import { folders, turboCli } from "@repo/commands/workspace";
import { appNames, apps, type AppName } from "@repo/config/apps";
import { runConvexCli, startStack } from "@repo/local-stack";
import { join } from "node:path";
import { addresses, suiteConvexJson } from "./addresses.ts";
import { BLOCKED_DOMAIN, WORKOS_API_KEY } from "./settings.ts";

/** Builds the apps for the suite's stack, starts all of it, and returns what ends it. */
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

    await Promise.all(
      appNames.map((app) => {
        const server = serve(app, stack.appVariables);
        servers.push(server);
        return answers(addresses.apps[app].origin, server);
      }),
    );
  } catch (error) {
    await stop();
    throw error;
  }

  process.env[WORKOS_API_KEY] = stack.secrets.workosApiKey;
  return stop;
}

function serve(app: AppName, variables: Record<string, string>) {
  const { name, startOptions } = apps[app];
  return new Child({
    name: `The ${name}`,
    command: ["--run", "start", "--", ...startOptions],
    cwd: folders.apps[app],
    env: { ...variables, PORT: String(addresses.apps[app].port) },
  });
}

async function answers(origin: string, server: Child) {
  let hasEnded = false;
  void server.ended.then(() => (hasEnded = true));
  while (!(await fetch(origin).catch(() => undefined))) {
    if (hasEnded) throw new Error(await server.ended);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
