/**
 * For end-to-end tests: the services of `dev` on ports of their own, with production builds of the apps
 * in front of them.
 *
 * @example
 * const stack = await startTestStack({ portOffset: 300 });
 * const ada = await stack.workos.createUser({ email: "ada@example.com" });
 * await stack.stop();
 *
 * @module
 */
import { createControlClient, type ControlClient } from "@repo/local-workos";
import { runConvexCli } from "./local/convex-project.ts";
import { buildVariables, serviceUrls } from "./local/addresses.ts";
import { servicePorts, withPortOffset } from "./local/ports.ts";
import type { Secrets } from "./local/secrets.ts";
import { startStack } from "./local/stack.ts";
import { Child } from "./process/child.ts";
import { requireFreePort } from "./process/ports.ts";
import { buildApps } from "./project/build.ts";
import type { App } from "./project/apps.ts";
import { readProject } from "./project/project.ts";

export { createControlClient, type ControlClient };

/** An app of the project, on the ports of the tests. */
export type TestApp = {
  /** That of its folder: "next". */
  name: string;
  /** For messages: "Next.js app". */
  title: string;
  folder: string;
  origin: string;
  /** The variable that has its origin where it is deployed, if convex.json names one. */
  urlVariable: string | undefined;
};

/** What a test run is about, before anything is started. */
export type TestProject = {
  root: string;
  apps: TestApp[];
  /** The app whose home page WorkOS goes to when it can go nowhere else. */
  homeApp: TestApp;
  /** Where the local WorkOS is, once it is started. */
  workosUrl: string;
  /** What the apps inline when they are built for these ports: the same each time, and no secret. */
  buildVariables: Record<string, string>;
};

/** Reads the project that this process runs in, with everything `portOffset` above the ports of `dev`. */
export async function readTestProject(portOffset: number): Promise<TestProject> {
  const project = withPortOffset(await readProject(), portOffset);
  const ports = servicePorts(project, portOffset);
  const apps = project.apps.map(toTestApp);
  return {
    root: project.root,
    apps,
    homeApp: toTestApp(project.homeApp),
    workosUrl: serviceUrls(ports).workos,
    buildVariables: buildVariables(project, ports),
  };
}

function toTestApp({ name, title, folder, url, urlVariable }: App): TestApp {
  return { name, title, folder, origin: url.origin, urlVariable };
}

export type TestStackOptions = {
  /** Added to the ports of `dev`, so that both can run at a time. */
  portOffset: number;
  /** More variables of the Convex deployment. */
  deploymentVariables?: Record<string, string>;
};

/** Both services, with the backend pushed and the apps served. */
export type TestStack = {
  /** The API key of the local WorkOS, and of its control client. */
  workosApiKey: string;
  /** WorkOS from its other side: people, webhooks, faults. */
  workos: ControlClient;
  /** The address of the Convex deployment, and of its HTTP actions. */
  convexUrl: string;
  convexSiteUrl: string;
  secrets: Secrets;
  stop(): Promise<void>;
};

/**
 * Starts both services, pushes the backend, builds the apps and serves their builds.
 *
 * @throws Error with one sentence, and what was said last, when a port is taken or a step fails
 */
export async function startTestStack(options: TestStackOptions): Promise<TestStack> {
  const { portOffset, deploymentVariables } = options;
  const project = withPortOffset(await readProject(), portOffset);
  for (const { url } of project.apps) {
    await requireFreePort(url.port, "the test suite", "an earlier run perhaps");
  }
  const stack = await startStack({
    project,
    ports: servicePorts(project, portOffset),
    withPeople: false,
    deploymentVariables,
  });
  const servers: Child[] = [];
  async function stop() {
    await Promise.all(servers.map((server) => server.stop()));
    await stack.stop();
  }
  try {
    await runConvexCli("deploy", stack.convex, project);
    const variables = Object.assign(
      {},
      ...project.apps.map((app) => stack.variablesOf(app)),
    ) as Record<string, string>;
    await buildApps(project, project.apps, variables);
    await Promise.all(
      project.apps.map(async (app) => {
        const server = serve(app, stack.variablesOf(app));
        servers.push(server);
        await answers(app.url.origin, server);
      }),
    );
  } catch (error) {
    await stop();
    throw error;
  }
  const { workosApiKey } = stack.secrets;
  return {
    workosApiKey,
    workos: createControlClient({ url: stack.workos.url, apiKey: workosApiKey }),
    convexUrl: stack.convex.url,
    convexSiteUrl: stack.convex.siteUrl,
    secrets: stack.secrets,
    stop,
  };
}

function serve(app: App, variables: Record<string, string>): Child {
  return new Child({
    name: `The ${app.title}`,
    command: ["--run", "start", "--", ...app.startOptions],
    cwd: app.folder,
    env: { ...variables, PORT: String(app.url.port) },
  });
}

async function answers(origin: string, server: Child): Promise<void> {
  let hasEnded = false;
  void server.ended.then(() => (hasEnded = true));
  while (!(await fetch(origin).catch(() => undefined))) {
    if (hasEnded) throw new Error(await server.ended);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** How a script ended, and all that it printed. */
export type ScriptResult = { succeeded: boolean; output: string };

/**
 * Runs a script of a package.json to its end, with variables over those of this process.
 *
 * @param command the name of the script, and what it is given: `["start", "--", "--port", "0"]`
 */
export async function runScript(
  folder: string,
  command: string[],
  env: Record<string, string> = {},
): Promise<ScriptResult> {
  const lines: string[] = [];
  const child = new Child({
    name: `The script ${command[0]}`,
    command: ["--run", ...command],
    cwd: folder,
    env,
    onLine: (line) => lines.push(line),
  });
  const succeeded = await child.succeeds();
  return { succeeded, output: lines.join("\n") };
}
