import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { freePorts, listen, Run, TemporaryProject } from "./temporary-project.ts";

const goodFunctions = `import { queryGeneric } from "convex/server";
export const ping = queryGeneric({ args: {}, handler: () => "pong" });`;
const badFunctions = `throw new Error("this module does not load");
export const ping = 1;`;

/** An app that answers with a variable it was given, and crashes at /crash. */
const server = `import { createServer } from "node:http";
createServer((request, response) => {
  if (request.url === "/crash") {
    console.error("The app was asked to crash.");
    process.exit(7);
  }
  response.end(process.env.VITE_WORKOS_CLIENT_ID);
}).listen(Number(process.env.PORT), "localhost");`;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A project of one folder, as Convex's own templates are, on ports of the test's own. */
async function makeProject(files: Record<string, unknown> = {}) {
  const [app = 0, convex = 0, convexSite = 0, workos = 0] = await freePorts(4);
  const origin = `http://localhost:${app}`;
  const config = {
    local: { ports: { convex, convexSite, workos }, people: [{ email: "ada@example.com" }] },
  };
  const project = new TemporaryProject({
    "package.json": {
      type: "module",
      scripts: { dev: "node server.js" },
      dependencies: { "@workos-inc/authkit-react": "*", convex: "*" },
    },
    "convex.json": {
      authKit: {
        dev: {
          configure: {
            redirectUris: [`${origin}/callback`],
            appHomepageUrl: origin,
            corsOrigins: [origin],
          },
        },
      },
    },
    "convex-authkit.config.ts": `export default ${JSON.stringify(config)};`,
    "convex/functions.ts": goodFunctions,
    "server.js": server,
    ...files,
  });
  cleanups.push(() => project.remove());
  return { project, origin, ports: [app, convex, convexSite, workos] };
}

async function ping(port: number, module = "functions"): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}/api/query`, {
    method: "POST",
    body: JSON.stringify({ path: `${module}:ping`, args: {} }),
  });
  return await response.json();
}

/** A proxy that answers nothing, and notes what a process tries to reach outside of this machine. */
class Sink {
  readonly requests: string[] = [];
  readonly #server = createServer((request, response) => {
    this.requests.push(`${request.method} ${request.url}`);
    response.writeHead(502).end();
  });

  static async start(): Promise<Sink> {
    const sink = new Sink();
    sink.#server.on("connect", (request, socket) => {
      sink.requests.push(`CONNECT ${request.url}`);
      socket.destroy();
    });
    await new Promise<void>((resolve) => sink.#server.listen(0, "127.0.0.1", resolve));
    return sink;
  }

  /** Has Node send there what is not for this machine. */
  get variables(): Record<string, string> {
    const url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    const NO_PROXY = "localhost,127.0.0.1";
    return { NODE_USE_ENV_PROXY: "1", HTTP_PROXY: url, HTTPS_PROXY: url, NO_PROXY };
  }

  stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

function dev(project: TemporaryProject, variables: Record<string, string> = {}) {
  const run = new Run(project.root, ["dev"], variables);
  cleanups.push(async () => {
    run.stop();
    await run.exitCode;
  });
  return run;
}

async function expectNothingLeft(ports: number[]) {
  for (const port of ports) {
    const server = await listen(port);
    await new Promise((resolve) => server.close(resolve));
  }
}

test("says where everything is, and leaves nothing running", async () => {
  const { project, origin, ports } = await makeProject();
  const run = dev(project);
  await run.printed("Ctrl-C stops it all.");
  expect(run.output).toContain(`The Vite app     ${origin}`);
  expect(run.output).toContain("ada@example.com");
  expect(await (await fetch(origin)).text()).toBe("client_local");
  expect(await ping(ports[1]!)).toMatchObject({ value: "pong" });
  // An open page is no reason to go on.
  const client = new WebSocket(`ws://127.0.0.1:${ports[1]}/api/sync`);
  await new Promise((resolve) => client.addEventListener("open", resolve));

  run.stop();
  expect(await run.exitCode).toBe(0);
  await expectNothingLeft(ports);
});

test("starts what the Convex CLI would start, in a template of Convex's", async () => {
  const { project, origin } = await makeProject({
    "package.json": {
      type: "module",
      scripts: { dev: "convex dev --start 'node server.js'" },
      dependencies: { "@workos-inc/authkit-react": "*", convex: "*" },
    },
  });
  await dev(project).printed("Ctrl-C stops it all.");
  expect(await (await fetch(origin)).text()).toBe("client_local");
});

test.each([
  [0, "127.0.0.1", "the Vite app", "or change the port in convex.json"],
  [0, "::1", "the Vite app", "or change the port in convex.json"],
  [
    1,
    "127.0.0.1",
    "the local Convex deployment",
    "or choose another under local.ports in convex-authkit.config.ts",
  ],
])(
  "names a port (%i) that is in use on %s, and starts nothing",
  async (index, host, what, orElse) => {
    const { project, ports } = await makeProject();
    const port = ports[index]!;
    const server = await listen(port, host);
    const run = dev(project);
    expect(await run.exitCode).toBe(1);
    expect(run.output).toContain(
      `Port ${port} is in use, and ${what} needs it: stop what uses it, ${orElse}.`,
    );
    expect(run.output).not.toMatch(/\n +at /);
    await new Promise((resolve) => server.close(resolve));
    await expectNothingLeft(ports);
  },
);

test("an app that crashes ends all, with its last words", async () => {
  const { project, origin, ports } = await makeProject();
  const run = dev(project);
  await run.printed("Ctrl-C stops it all.");
  await fetch(`${origin}/crash`).catch(() => undefined);
  expect(await run.exitCode).toBe(1);
  expect(run.output).toContain("The Vite app has stopped (exit code");
  expect(run.output).toContain("The app was asked to crash.");
  await expectNothingLeft(ports);
});

test("an app that does not start ends all, with its last words", async () => {
  const server = 'console.error("There is something missing."); process.exit(7);';
  const { project, ports } = await makeProject({ "server.js": server });
  const run = dev(project);
  expect(await run.exitCode).toBe(1);
  expect(run.output).toContain("The Vite app has stopped (exit code");
  expect(run.output).toContain("There is something missing.");
  await expectNothingLeft(ports);
});

test("a refused backend is said, and pushed again when it is mended", async () => {
  const { project } = await makeProject({ "convex/functions.ts": badFunctions });
  const run = dev(project);
  await run.printed("Ctrl-C stops it all.");
  expect(run.output).toContain("this module does not load");
  expect(run.output).toContain("The backend was refused");
  project.write("convex/functions.ts", goodFunctions);
  await run.printed("functions ready!");
  run.stop();
  expect(await run.exitCode).toBe(0);
});

const tsconfig = {
  compilerOptions: {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: "ESNext",
    target: "ESNext",
    moduleResolution: "Bundler",
    types: [],
  },
};
const wronglyTyped = `${goodFunctions}\nexport const one: string = 1;`;

test("type errors are shown with their place, before the panel and after it", async () => {
  const { project, ports } = await makeProject({
    "convex/tsconfig.json": tsconfig,
    "convex/functions.ts": wronglyTyped,
  });
  const run = dev(project);
  const error = "convex │ convex/functions.ts:3:14 - error TS2322";
  await run.printed("Ctrl-C stops it all.");
  expect(run.output.indexOf(error)).toBeLessThan(run.output.indexOf("The backend was refused"));
  expect(run.output).toContain(error);
  project.write("convex/functions.ts", goodFunctions);
  await run.printed("functions ready!");
  run.output = "";
  project.write("convex/functions.ts", wronglyTyped.replace("pong", "refused"));
  await run.printed(error);
  // What was accepted last goes on.
  expect(await ping(ports[1]!)).toMatchObject({ value: "pong" });
});

test("a change of convex.json is taken over or asks for a new start, and none leaves this machine", async () => {
  const { project, origin, ports } = await makeProject();
  const sink = await Sink.start();
  cleanups.push(() => sink.stop());
  // Nor does a deployment that the shell names for something else.
  const run = dev(project, {
    ...sink.variables,
    CONVEX_DEPLOYMENT: "dev:happy-otter-123",
    CONVEX_DEPLOYMENT_TOKEN: "dev:happy-otter-123|token",
    CONVEX_DEPLOY_KEY: "dev:happy-otter-123|key",
  });
  await run.printed("Ctrl-C stops it all.");
  expect(await (await fetch(origin)).text()).toBe("client_local");
  const convexJson = JSON.parse(project.read("convex.json")) as object;

  // The CLI refuses what it does not know, so it has seen it.
  project.write("convex.json", { ...convexJson, typescriptCompiler: "none" });
  await run.printed("typescriptCompiler");
  project.write("convex.json", convexJson);
  await run.printed("functions ready!");

  run.output = "";
  const moved = JSON.stringify(convexJson).replaceAll(origin, "http://localhost:65000");
  project.write("convex.json", moved);
  await run.printed("convex.json has changed: stop this with Ctrl-C and run");
  // The CLI would tell WorkOS between two pushes.
  for (const module of ["one", "two"]) {
    project.write(`convex/${module}.ts`, goodFunctions);
    await vi.waitFor(
      async () => expect(await ping(ports[1]!, module)).toMatchObject({ value: "pong" }),
      { timeout: 20_000 },
    );
  }
  run.stop();
  expect(await run.exitCode).toBe(0);
  expect(sink.requests).toEqual([]);
});

test.each([
  ["convex.json", "{", "convex.json is no JSON"],
  ["convex.json", {}, "add the redirect URIs of the apps in development there"],
  ["package.json", { dependencies: { convex: "*" } }, "there is no app to run"],
  ["convex-authkit.config.ts", "export const config = {};", "has no default export"],
])("a half-edited %s is one sentence", async (path, content, sentence) => {
  const { project } = await makeProject({ [path]: content });
  const run = dev(project);
  expect(await run.exitCode).toBe(1);
  expect(run.output).toContain(sentence);
  expect(run.output).not.toMatch(/\n +at /);
});

test.each([
  [["dev", "--lokal"], "Unknown option '--lokal'"],
  [["dev", "--local", "--cloud"], "--local and --cloud exclude each other"],
  [["develop"], 'There is no command "develop"'],
])("%j is refused", async (args, sentence) => {
  const { project } = await makeProject();
  const run = project.run(...args);
  expect(await run.exitCode).toBe(2);
  expect(run.output).toContain(sentence);
});
