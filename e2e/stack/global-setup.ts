import {
  Child,
  type ChildOptions,
  convexCli,
  folders,
  makeConvexProject,
  requireFreePort,
  startStack,
  turboCli,
} from "@repo/local-stack";
import { mkdtemp, rm } from "node:fs/promises";
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
  const temporary = await mkdtemp(join(folders.root, "node_modules/.e2e-"));
  const servers: Child[] = [];

  async function stop() {
    await Promise.all(servers.map((server) => server.stop()));
    await stack.stop();
    await rm(temporary, { recursive: true });
  }

  try {
    await finish("The push", {
      command: [convexCli(), "deploy", "--typecheck", "disable"],
      cwd: makeConvexProject(join(temporary, "convex"), {
        convexJson: suiteConvexJson,
        functions: join(folders.backend, "convex"),
      }),
      // With CI set, the CLI does not wait to report its failures over a network.
      env: { ...stack.cliVariables, CI: "1" },
    });
    await finish("The build of the apps", {
      command: [turboCli(), "run", "build", "--filter=./apps/*"],
      cwd: folders.root,
      env: stack.appVariables,
    });

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

async function finish(name: string, options: Pick<ChildOptions, "command" | "cwd" | "env">) {
  const child = new Child({ name, ...options });
  if (!(await child.succeeds())) throw new Error(await child.ended);
}

async function answers(origin: string, server: Child) {
  let hasEnded = false;
  void server.ended.then(() => (hasEnded = true));
  while (!(await fetch(origin).catch(() => undefined))) {
    if (hasEnded) throw new Error(await server.ended);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
