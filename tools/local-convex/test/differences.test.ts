import { readFileSync } from "node:fs";
import path from "node:path";
import { ConvexClient, ConvexHttpClient } from "convex/browser";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import WebSocket from "ws";
import { api } from "./fixture/convex/_generated/api.js";
import type { Id } from "./fixture/convex/_generated/dataModel.js";
import { Fixture, VARIABLES } from "./harness.ts";

let fixture: Fixture;
let client: ConvexHttpClient;

beforeAll(async () => {
  fixture = await Fixture.start({ environmentVariables: VARIABLES });
  await fixture.pushOrThrow();
  client = new ConvexHttpClient(fixture.deployment.url, { logger: false });
});

afterAll(() => fixture.stop());

// When one of these fails, a difference is gone, or another one: README.md lists them.
describe("unlike a real deployment", () => {
  test("a module keeps its variables between calls", async () => {
    await client.mutation(api.differences.countCalls, {});
    expect(await client.mutation(api.differences.countCalls, {})).toBe(2);
  });

  test("functions see Node's globals", async () => {
    expect(await client.query(api.differences.seesBuffer, {})).toBe(true);
  });

  test("a subscription runs again when its table changes outside of its range", async () => {
    const subscriber = new ConvexClient(fixture.deployment.url, {
      webSocketConstructor: WebSocket as unknown as typeof globalThis.WebSocket,
      logger: false,
    });
    const runs: number[] = [];
    subscriber.onUpdate(api.differences.runOf, { author: "a" }, (run) => runs.push(run));
    await vi.waitFor(() => expect(runs).toHaveLength(1));
    await client.mutation(api.messages.send, { author: "b", text: "elsewhere" });
    await vi.waitFor(() => expect(runs).toHaveLength(2));
    await subscriber.close();
  });

  test("a document may be larger than 1 MiB", async () => {
    const text = "x".repeat(2 * 1024 * 1024);
    await expect(client.mutation(api.differences.insertNote, { text })).resolves.toBeTypeOf(
      "string",
    );
  });

  test("an id is a number and the name of its table", async () => {
    expect(await client.mutation(api.differences.insertNote, { text: "id" })).toMatch(/^\d+notes$/);
  });

  test("a file's URL is made of its id", async () => {
    const uploadUrl = await client.mutation(api.features.uploadUrl, {});
    const upload = await fetch(uploadUrl, { method: "POST", body: "file" });
    const { storageId: id } = (await upload.json()) as { storageId: Id<"_storage"> };
    const { url } = (await client.query(api.features.file, { id })) as { url: string };
    expect(url).toBe(`${fixture.deployment.url}/api/storage/${id}`);
  });
});

test("every test that README.md names for a difference exists", () => {
  const readme = readFileSync(path.join(import.meta.dirname, "../README.md"), "utf8");
  const rows = [...readme.matchAll(/^\|.*\| (\S+\.test\.ts): (.+?) *\|$/gm)];
  expect(rows.length).toBeGreaterThan(5);
  for (const [, file = "", name = ""] of rows)
    expect(readFileSync(path.join(import.meta.dirname, file), "utf8")).toContain(name);
});
