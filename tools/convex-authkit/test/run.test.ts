import { convexJson } from "@repo/convex-backend/urls";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterEach, expect, test } from "vitest";
import type { DevApp } from "@repo/commands/run";
import type { LocalPlatformOptions } from "../src/local-platform.ts";

export type FixtureOptions = LocalPlatformOptions & { apps: DevApp[] };

const goodFunctions = `import { queryGeneric } from "convex/server";
export const ping = queryGeneric({ args: {}, handler: () => "pong" });`;
const badFunctions = `throw new Error("this module does not load");
export const ping = 1;`;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function listen(port = 0): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(port, "127.0.0.1", () => resolve(server));
  });
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen()));
  return await Promise.all(
    servers.map((server) => {
      const { port } = server.address() as AddressInfo;
      return new Promise<number>((resolve) => server.close(() => resolve(port)));
    }),
  );
}

/** Starts the fixture app and these functions in folders and on ports of the test's own. */
async function run(functions = goodFunctions) {
  const parent = join(import.meta.dirname, "../.local");
  mkdirSync(parent, { recursive: true });
  const directory = mkdtempSync(join(parent, "run-"));
  cleanups.push(() => rmSync(directory, { recursive: true, force: true }));

  const functionsDirectory = join(directory, "convex");
  mkdirSync(functionsDirectory);
  const writeFunctions = (source: string) =>
    writeFileSync(join(functionsDirectory, "functions.ts"), source);
  writeFunctions(functions);

  const [app, convex, convexSite, workos] = (await freePorts(4)) as [
    number,
    number,
    number,
    number,
  ];
  const origin = `http://localhost:${app}`;
  const options: FixtureOptions = {
    convexJson,
    ports: { convex, convexSite, workos },
    stateDirectory: join(directory, "state"),
    functions: functionsDirectory,
    people: [{ email: "ada@example.com" }],
    apps: [
      {
        tag: "app",
        name: "The fixture app",
        cwd: join(import.meta.dirname, "fixture/app"),
        url: { origin, port: app, redirectUri: `${origin}/callback` },
      },
    ],
  };
  return { options, origin, writeFunctions, start: () => start(options) };
}

function start(options: FixtureOptions) {
  const child = spawn(process.execPath, [join(import.meta.dirname, "fixture/run.ts")], {
    env: { ...process.env, RUN_OPTIONS: JSON.stringify(options), CI: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data: Buffer) => {
      output += stripVTControlCharacters(data.toString());
      listeners.forEach((listener) => listener());
    });
  }
  const exitCode = new Promise<number | null>((resolve) => child.once("close", resolve));
  cleanups.push(async () => {
    child.kill();
    await exitCode;
  });
  return {
    exitCode,
    output: () => output,
    stop: () => child.kill("SIGTERM"),
    /** Resolves once the text has been printed. */
    printed: (text: string) =>
      new Promise<void>((resolve, reject) => {
        const check = () => {
          if (output.includes(text)) resolve();
        };
        listeners.add(check);
        check();
        void exitCode.then(() => reject(new Error(`Ended without "${text}":\n${output}`)));
      }),
  };
}

/** Nothing listens on any of the ports. */
async function expectNothingLeft({ ports, apps }: FixtureOptions) {
  for (const port of [...Object.values(ports), ...apps.map(({ url }) => url.port)]) {
    const server = await listen(port);
    await new Promise((resolve) => server.close(resolve));
  }
}

test("says where everything is, and leaves nothing running", async () => {
  const { options, origin, start } = await run();
  const { printed, stop, exitCode, output } = start();
  await printed("Ctrl-C stops it all.");
  expect(output()).toContain(`The fixture app  ${origin}`);
  expect(output()).toContain("ada@example.com");
  expect(await (await fetch(origin)).text()).toBe("client_local");
  const ping = await fetch(`http://127.0.0.1:${options.ports.convex}/api/query`, {
    method: "POST",
    body: JSON.stringify({ path: "functions:ping", args: {} }),
  });
  expect(await ping.json()).toMatchObject({ value: "pong" });
  // An open page is no reason to go on.
  const client = new WebSocket(`ws://127.0.0.1:${options.ports.convex}/api/sync`);
  await new Promise((resolve) => client.addEventListener("open", resolve));

  stop();
  expect(await exitCode).toBe(0);
  await expectNothingLeft(options);
});

test("names a port that is in use, and starts nothing", async () => {
  const { options, start } = await run();
  const { port } = options.apps[0]!.url;
  const server = await listen(port);
  const { exitCode, output } = start();
  expect(await exitCode).toBe(1);
  expect(output()).toContain(
    `Port ${port} is in use, and The fixture app needs it: stop what uses it, or change the port in convex.json.`,
  );
  expect(output()).not.toMatch(/\n +at /);
  await new Promise((resolve) => server.close(resolve));
  await expectNothingLeft(options);
});

test("an app that crashes ends all, with its last words", async () => {
  const { options, origin, start } = await run();
  const { printed, exitCode, output } = start();
  await printed("Ctrl-C stops it all.");
  await fetch(`${origin}/crash`).catch(() => undefined);
  expect(await exitCode).toBe(1);
  expect(output()).toContain("The fixture app has stopped (exit code");
  expect(output()).toContain("The fixture was asked to crash.");
  await expectNothingLeft(options);
});

test("a refused backend is said, and pushed again when it is mended", async () => {
  const { start, writeFunctions } = await run(badFunctions);
  const { printed, stop, exitCode, output } = start();
  await printed("Ctrl-C stops it all.");
  expect(output()).toContain("this module does not load");
  expect(output()).toContain("The backend was refused");
  writeFunctions(goodFunctions);
  await printed("functions ready!");
  stop();
  expect(await exitCode).toBe(0);
});
