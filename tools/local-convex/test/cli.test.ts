import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { spawn } from "node:child_process";
import { ConvexHttpClient } from "convex/browser";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { api } from "./fixture/convex/_generated/api.js";
import { convexCli, Fixture } from "./harness.ts";

// The tests follow each other: a deployment from its first variable to its last push.
let fixture: Fixture;
let client: ConvexHttpClient;

beforeAll(async () => {
  fixture = await Fixture.start();
  client = new ConvexHttpClient(fixture.deployment.url, { logger: false });
});

afterAll(() => fixture.stop());

const READY = "Convex functions ready!";
/** A busy machine takes its time over a push, which a test does not measure. */
const PATIENCE = { timeout: 60_000 };
vi.setConfig({ testTimeout: 120_000 });

const DEV = ["dev", "--typecheck", "disable", "--tail-logs", "disable"];

/** Runs a command of the CLI meanwhile; gives what it has printed. */
async function whileRuns(
  command: string[],
  work: (output: () => string) => Promise<void>,
): Promise<void> {
  const dev = spawn(process.execPath, [convexCli, ...command], {
    cwd: fixture.directory,
    env: fixture.cliEnvironment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise((resolve) => dev.once("close", resolve));
  let printed = "";
  for (const stream of [dev.stdout, dev.stderr])
    stream.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  try {
    await work(() => printed);
  } finally {
    dev.kill();
    await ended;
  }
}

/** The content of a file, whether it was formatted or not. */
async function tokensOf(file: string): Promise<string> {
  const source = await readFile(file, "utf8");
  return source.replace(/\s+/g, "").replace(/,(?=[>)\]}])/g, "");
}

test("a variable that auth.config.ts reads is asked for by name", async () => {
  const { exitCode, output } = await fixture.push();
  expect(exitCode).toBe(1);
  expect(output).toContain(
    "Environment variable CLIENT_ID is used in auth config file but its value was not set.",
  );
});

test("a variable that convex.config.ts requires is asked for by name", async () => {
  expect((await fixture.convex("env", "set", "CLIENT_ID", "client")).exitCode).toBe(0);
  const { exitCode, output } = await fixture.push();
  expect(exitCode).toBe(1);
  expect(output).toContain(
    "Environment variable GREETING is declared as required in convex.config.ts but its value was not set.",
  );
});

test("dev waits for a missing variable and pushes when it is set", async () => {
  await whileRuns(DEV, async (output) => {
    await vi.waitFor(() => expect(output()).toContain("GREETING"), PATIENCE);
    await fixture.convex("env", "set", "GREETING", "Hello");
    await vi.waitFor(() => expect(output()).toContain(READY), PATIENCE);
  });
});

test("env set, get, list and remove", async () => {
  await fixture.convex("env", "set", "GREETING", "Hello");
  await fixture.convex("env", "set", "EXTRA", "1");
  expect((await fixture.convex("env", "get", "GREETING")).stdout).toBe("Hello\n");
  await fixture.convex("env", "remove", "EXTRA");
  expect((await fixture.convex("env", "list")).stdout).toBe("CLIENT_ID=client\nGREETING=Hello\n");
});

test("codegen writes what is committed, with the declared variables typed", async () => {
  const generated = ["convex/_generated/server.d.ts", "convex/_generated/api.d.ts"];
  await rm(path.join(fixture.directory, "convex/_generated"), { recursive: true });
  const { exitCode, output } = await fixture.convex("codegen", "--typecheck", "disable");
  expect(exitCode, output).toBe(0);
  for (const file of generated)
    expect(await tokensOf(path.join(fixture.directory, file))).toBe(
      await tokensOf(path.join(import.meta.dirname, "fixture", file)),
    );
  const server = await readFile(path.join(fixture.directory, generated[0] ?? ""), "utf8");
  expect(server).toContain("readonly NICKNAME: string | undefined;");
});

test("deploy", async () => {
  const { exitCode, output } = await fixture.convex("deploy", "--typecheck", "disable");
  expect(exitCode, output).toBe(0);
  expect(await client.query(api.messages.greeting, {})).toBe("Hello, you (Hello)");
});

test("run, as an identity and of an internal function", async () => {
  const identity = JSON.stringify({ name: "Ada", subject: "ada" });
  const whoAmI = await fixture.convex("run", "messages:whoAmI", "--identity", identity);
  expect(JSON.parse(whoAmI.stdout)).toMatchObject({ name: "Ada", subject: "ada" });
  const message = JSON.stringify({ author: "cli", text: "hi" });
  await fixture.convex("run", "messages:sendInternally", message);
  expect((await fixture.convex("run", "messages:count")).stdout).toBe("1\n");
});

test("data lists tables and documents", async () => {
  expect((await fixture.convex("data")).stdout).toBe("messages\nnotes\n");
  const { stdout } = await fixture.convex("data", "messages", "--format", "jsonLines");
  expect(stdout).toContain('"author": "cli", "text": "hi"');
});

test("function-spec", async () => {
  const { stdout } = await fixture.convex("function-spec");
  const { url, functions } = JSON.parse(stdout) as { url: string; functions: object[] };
  expect(url).toBe(fixture.deployment.url);
  expect(functions).toContainEqual({
    functionType: "Query",
    identifier: "messages.js:count",
    visibility: { kind: "internal" },
    args: { type: "object", value: {} },
    returns: { type: "number" },
  });
});

test("a changed variable is seen by running functions, and a required one stays", async () => {
  await fixture.convex("env", "set", "GREETING", "Moin");
  await fixture.convex("env", "set", "NICKNAME", "Ada");
  expect(await client.query(api.messages.greeting, {})).toBe("Moin, Ada (Moin)");
  const { exitCode, output } = await fixture.convex("env", "remove", "GREETING");
  expect(exitCode).toBe(1);
  expect(output).toContain("Cannot delete required environment variables: GREETING.");
  expect(await client.query(api.messages.greeting, {})).toBe("Moin, Ada (Moin)");
});

test("dev pushes what changes while it runs", async () => {
  await whileRuns(DEV, async (output) => {
    const pushes = () => output().split(READY).length - 1;
    await vi.waitFor(() => expect(pushes(), output()).toBe(1), PATIENCE);
    await fixture.edit("convex/messages.ts", (source) => source.replace("${env.GREETING}", "Hey"));
    await vi.waitFor(() => expect(pushes(), output()).toBe(2), PATIENCE);
  });
  expect(await client.query(api.messages.greeting, {})).toBe("Hey, Ada (Moin)");
});

test("run --watch prints each new result", async () => {
  await whileRuns(["run", "messages:list", '{"author":"watched"}', "--watch"], async (output) => {
    await vi.waitFor(() => expect(output()).toContain("[]"), PATIENCE);
    await client.mutation(api.messages.send, { author: "watched", text: "seen" });
    await vi.waitFor(() => expect(output()).toContain('"seen"'), PATIENCE);
  });
});

test("logs shows what functions log, and failures with the lines of their sources", async () => {
  await whileRuns(["logs", "--success", "--history", "1"], async (output) => {
    await vi.waitFor(() => expect(output()).toContain("Function executed in"), PATIENCE);
    await expect(client.mutation(api.messages.fail, {})).rejects.toThrow();
    await vi.waitFor(() => {
      expect(output()).toMatch(
        /\[CONVEX M\(messages:fail\)\] \[LOG\] .*about to fail.*data: undefined/,
      );
      expect(output()).toMatch(/Uncaught Error: It broke\n\s+at .*convex\/messages\.ts:\d+/);
    });
    await client.query(api.messages.list, { author: "logged" });
    await vi.waitFor(() =>
      expect(output()).toMatch(/\[CONVEX Q\(messages:list\)\] Function executed in \d+ ms/),
    );
  });
});

test.each([
  ["export", ["export", "--path", "snapshot.zip"], "convex data"],
  ["import", ["import", "--table", "notes", "--yes", "notes.jsonl"], "convex run"],
])("%s says that it cannot work, and what does", async (command, args, instead) => {
  await writeFile(path.join(fixture.directory, "notes.jsonl"), '{"text":"imported"}\n');
  const { exitCode, output } = await fixture.convex(...args);
  expect(exitCode).toBe(1);
  expect(output).toContain(
    `A local-convex deployment cannot do \`convex ${command}\`: use \`${instead}\`, or a deployment of Convex.`,
  );
});
