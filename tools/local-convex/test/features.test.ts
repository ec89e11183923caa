import { ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { ConvexError, type Value } from "convex/values";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
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

const send = (author: string, ...texts: string[]) =>
  Promise.all(texts.map((text) => client.mutation(api.messages.send, { author, text })));

test("time stands still in queries, and goes on in actions", async () => {
  const first = await client.query(api.features.clock, {});
  expect(first).toMatchObject({ frozen: true, date: true });
  expect(await client.action(api.features.elapsed, {})).toBeGreaterThanOrEqual(19);
  // A new run, a new seed.
  await send("clock", "tick");
  expect((await client.query(api.features.clock, {})).random).not.toBe(first.random);
});

test("an index gives its range, in its order, whatever was written before", async () => {
  await send("range", "a", "b", "c", "d", "e");
  await client.mutation(api.features.remove, { text: "c" });
  const range = { author: "range", from: "a", to: "d" };
  expect(await client.query(api.features.index, range)).toEqual(["d", "b"]);
  await send("range", "c2");
  expect(await client.query(api.features.index, range)).toEqual(["d", "c2", "b"]);
});

test("a mutation reads what it has written, in the order of the index", async () => {
  expect(await client.mutation(api.features.readOwnWrites, {})).toEqual(["aa", "b"]);
});

test("a function can be named by a handle", async () => {
  const handle = await client.mutation(api.features.handle, {});
  await client.mutation(api.features.sendByHandle, { handle, author: "handle", text: "sent" });
  expect(await client.query(api.messages.list, { author: "handle" })).toEqual(["sent"]);
});

test("a file is uploaded, described, downloaded and deleted", async () => {
  const uploadUrl = await client.mutation(api.features.uploadUrl, {});
  const upload = await fetch(uploadUrl, {
    method: "POST",
    headers: { "content-type": "text/css" },
    body: "a {}",
  });
  const { storageId: id } = (await upload.json()) as { storageId: Id<"_storage"> };
  const { url, metadata } = (await client.query(api.features.file, { id })) as {
    url: string;
    metadata: object;
  };
  expect(metadata).toMatchObject({ contentType: "text/css", size: 4 });
  const download = await fetch(url);
  expect(download.headers.get("content-type")).toBe("text/css");
  expect(await download.text()).toBe("a {}");
  await client.mutation(api.features.removeFile, { id });
  expect((await fetch(url)).status).toBe(404);
  const madeUp = new URL("/api/storage/upload?token=none", fixture.deployment.url);
  expect((await fetch(madeUp, { method: "POST", body: "x" })).status).toBe(401);
});

/** Uploads a file, and gives the URL to download it. */
async function uploadFile(body: string): Promise<string> {
  const uploadUrl = await client.mutation(api.features.uploadUrl, {});
  const upload = await fetch(uploadUrl, { method: "POST", body });
  const { storageId: id } = (await upload.json()) as { storageId: Id<"_storage"> };
  return ((await client.query(api.features.file, { id })) as { url: string }).url;
}

test.each([
  ["bytes=2-4", 206, "234", "bytes 2-4/10"],
  ["bytes=7-", 206, "789", "bytes 7-9/10"],
  ["bytes=-2", 206, "89", "bytes 8-9/10"],
  ["bytes=-20", 206, "0123456789", "bytes 0-9/10"],
  ["bytes=8-99", 206, "89", "bytes 8-9/10"],
  ["bytes=0-0", 206, "0", "bytes 0-0/10"],
  ["bytes=10-", 416, "", "bytes */10"],
  ["bytes=-0", 416, "", "bytes */10"],
  ["bytes=0-1,3-4", 416, "", "bytes */10"],
  ["lines=0-1", 200, "0123456789", null],
  ["bytes=-", 200, "0123456789", null],
])(
  "the range %s of a file is answered with %d and %j",
  async (range, status, text, contentRange) => {
    const response = await fetch(await uploadFile("0123456789"), { headers: { range } });
    expect([response.status, await response.text()]).toEqual([status, text]);
    expect(response.headers.get("content-range")).toBe(contentRange);
    expect(response.headers.get("accept-ranges")).toBe("bytes");
  },
);

test("a cursor is good for its own query, and for no other", async () => {
  const page = async (author: string, cursor: string | null) => {
    const paginationOpts = { numItems: 2, cursor };
    return await client.query(api.features.page, { author, paginationOpts });
  };
  await send("pages", "1", "2", "3");
  const { continueCursor } = await page("pages", null);
  expect((await page("pages", continueCursor)).page).toEqual(["1"]);
  for (const [author, cursor] of [
    ["others", continueCursor],
    ["pages", "made up"],
  ] as const) {
    const error = await page(author, cursor).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConvexError);
    // By which `usePaginatedQuery` begins again.
    expect((error as ConvexError<Value>).data).toEqual({
      isConvexSystemError: true,
      paginationError: "InvalidCursor",
    });
    expect(String(error)).toContain("InvalidCursor: Tried to run a query starting from a cursor");
  }
});

test("cron jobs run", async () => {
  const ticks = async () =>
    (await client.query(api.features.notes, {})).filter((text) => text === "tick").length;
  await vi.waitFor(async () => expect(await ticks()).toBeGreaterThan(1), { timeout: 5_000 });
});

test("a component serves its HTTP routes where it is mounted, and nowhere else", async () => {
  await client.mutation(api.counters.increment, { name: "mounted", how: "directly" });
  const { siteUrl } = fixture.deployment;
  const url = `${siteUrl}/counter/read/mounted`;
  expect(await (await fetch(url)).json()).toEqual({ url, value: 1, identity: null });
  expect((await fetch(`${siteUrl}/counter/none`)).status).toBe(404);
  expect((await fetch(`${siteUrl}/read/mounted`)).status).toBe(404);
  const clientCall = makeFunctionReference<"action">("_http:serve");
  await expect(client.action(clientCall, {})).rejects.toThrow("Could not find public function");
});
