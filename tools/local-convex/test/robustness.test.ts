import { once } from "node:events";
import net from "node:net";
import { brotliCompressSync } from "node:zlib";
import { ConvexHttpClient } from "convex/browser";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import WebSocket from "ws";
import { api } from "./fixture/convex/_generated/api.js";
import { Fixture, VARIABLES } from "./harness.ts";

let fixture: Fixture;
let client: ConvexHttpClient;
const log: string[] = [];

beforeAll(async () => {
  const onLog = (line: string) => log.push(line);
  fixture = await Fixture.start({ environmentVariables: VARIABLES, onLog });
  await fixture.pushOrThrow();
  client = new ConvexHttpClient(fixture.deployment.url, { logger: false });
});

beforeEach(() => void log.splice(0));

afterAll(() => fixture.stop());

const answers = () => client.query(api.messages.greeting, {});

async function connect(): Promise<WebSocket> {
  const socket = new WebSocket(`${fixture.deployment.url.replace("http", "ws")}/api/1.48.0/sync`);
  await once(socket, "open");
  return socket;
}

/** Subscribes; gives the number of messages that have come. */
function subscribe(socket: WebSocket, author: string): () => number {
  let messages = 0;
  socket.on("message", () => (messages += 1));
  const query = { type: "Add", queryId: 0, udfPath: "messages:list", args: [{ author }] };
  for (const message of [
    { type: "Connect", sessionId: crypto.randomUUID(), connectionCount: 0 },
    { type: "ModifyQuerySet", baseVersion: 0, newVersion: 1, modifications: [query] },
  ])
    socket.send(JSON.stringify(message));
  return () => messages;
}

test.each([
  ["no JSON", "nonsense"],
  ["JSON that is no message", "null"],
  ["a message without its parts", JSON.stringify({ type: "ModifyQuerySet", baseVersion: 0 })],
  ["a mutation without arguments", JSON.stringify({ type: "Mutation", requestId: 0 })],
  ["bytes", Buffer.from([0, 255, 254])],
  ["17 MB", "x".repeat(17 * 1024 * 1024)],
])("a frame of %s ends the connection and nothing else", async (_name, frame) => {
  const socket = await connect();
  socket.on("error", () => {});
  socket.send(frame);
  const [code] = (await once(socket, "close")) as [number];
  expect([1003, 1007, 1008, 1009, 1011]).toContain(code);
  expect(await answers()).toContain("Hello");
});

test("clients that send too much at once are told so, each of them", async () => {
  const clients = Array.from({ length: 6 }, async () => {
    const socket = await connect();
    socket.on("error", () => {});
    socket.send("x".repeat(17 * 1024 * 1024));
    const [code] = (await once(socket, "close")) as [number];
    return code;
  });
  expect(await Promise.all(clients)).toEqual(clients.map(() => 1009));
});

test.each([
  ["a frame that is none", Buffer.from("ffffffffffff", "hex")],
  ["a reset", null],
])("%s on an open WebSocket ends the connection and nothing else", async (_name, bytes) => {
  const { hostname, port } = new URL(fixture.deployment.url);
  const socket = net.connect(Number(port), hostname);
  socket.on("error", () => {});
  socket.write(
    `GET /api/sync HTTP/1.1\r\nHost: ${hostname}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  );
  await once(socket, "data");
  if (bytes) socket.end(bytes);
  else socket.resetAndDestroy();
  await once(socket, "close");
  expect(await answers()).toContain("Hello");
});

test.each([
  ["POST", "/api/query", "{", 400],
  ["POST", "/api/query", "[1,2", 400],
  ["POST", "/api/query", "{}", 400],
  ["POST", "/api/deploy2/start_push", "{}", 401],
  ["GET", "/api/nothing", null, 404],
  ["GET", "/api/storage/nothing", null, 404],
  ["GET", "/api/storage/__proto__", null, 404],
  ["GET", "/api/storage/constructor", null, 404],
  ["GET", "/api/storage/%5F%5Fproto%5F%5F?component=__proto__", null, 404],
  ["GET", "/api/storage/nothing?component=constructor", null, 404],
  ["GET", "/api/storage/nothing?component=made-up", null, 404],
])("%s %s with %s is answered with %d", async (method, path, body, status) => {
  const response = await fetch(new URL(path, fixture.deployment.url), { method, body });
  expect(response.status).toBe(status);
  expect(Object.keys((await response.json()) as object)).toEqual(["code", "message"]);
});

const MEBIBYTE = 1024 * 1024;

test.each([
  ["/api/query", 16 * MEBIBYTE, 400],
  ["/api/query", 17 * MEBIBYTE, 413],
  ["/api/deploy2/start_push", 17 * MEBIBYTE, 413],
  ["/api/storage/upload?token=none", 17 * MEBIBYTE, 413],
])("%s takes %d bytes of somebody unknown with %d", async (path, size, status) => {
  // In parts, without saying how many will come.
  for (const body of ["x".repeat(size), new Blob(["x".repeat(size)]).stream()]) {
    const request = { method: "POST", body, duplex: "half" } as const;
    const response = await fetch(new URL(path, fixture.deployment.url), request);
    expect(response.status).toBe(status);
  }
});

test("a body that is unpacked is no larger than one that is not", async () => {
  const call = JSON.stringify({ path: "messages:greeting", args: {} });
  const body = brotliCompressSync(call + " ".repeat(17 * MEBIBYTE));
  const headers = { "content-encoding": "br" };
  const url = new URL("/api/query", fixture.deployment.url);
  const response = await fetch(url, { method: "POST", headers, body });
  expect(await response.json()).toMatchObject({ code: "InvalidJson" });
});

test("the admin key and an upload URL allow more", async () => {
  const { url, adminKey } = fixture.deployment;
  const body = "x".repeat(17 * MEBIBYTE);
  const headers = { authorization: `Convex ${adminKey}` };
  const push = new URL("/api/deploy2/start_push", url);
  expect((await fetch(push, { method: "POST", headers, body })).status).toBe(400);
  const upload = await client.mutation(api.features.uploadUrl, {});
  expect((await fetch(upload, { method: "POST", body })).status).toBe(200);
});

test("an HTTP action takes 20 MiB, and no more", async () => {
  const url = new URL("/missing", fixture.deployment.siteUrl);
  const post = async (body: string) => (await fetch(url, { method: "POST", body })).status;
  expect(await post("x".repeat(20 * MEBIBYTE))).toBe(404);
  expect(await post("x".repeat(20 * MEBIBYTE + 1))).toBe(413);
});

test("a web page of another origin does nothing without the admin key", async () => {
  const headers = { origin: "https://evil.example", "content-type": "text/plain" };
  for (const path of ["/api/update_environment_variables", "/api/deploy2/finish_push"]) {
    const request = { method: "POST", headers, body: '{"changes":[],"adminKey":"guess"}' };
    const response = await fetch(new URL(path, fixture.deployment.url), request);
    expect(response.status).toBe(401);
  }
});

test("500 clients are connected at once, and each sees the change", async () => {
  const sockets = await Promise.all(Array.from({ length: 500 }, connect));
  const counts = sockets.map((socket) => subscribe(socket, "crowd"));
  await vi.waitFor(() => expect(counts.every((count) => count() >= 1)).toBe(true), 20_000);
  await client.mutation(api.messages.send, { author: "crowd", text: "hello" });
  await vi.waitFor(() => expect(counts.every((count) => count() >= 2)).toBe(true), 20_000);
  for (const socket of sockets) socket.terminate();
  expect(await answers()).toContain("Hello");
});

test("a client that does not read is given up, and the log says so", async () => {
  const slow = await connect();
  subscribe(slow, "slow");
  await once(slow, "message");
  slow.pause();
  const text = "x".repeat(900_000);
  const isGivenUp = () => log.some((line) => line.includes("does not read what it is sent"));
  // Each change sends the whole growing list.
  for (let sent = 0; sent < 40 && !isGivenUp(); sent += 1)
    await client.mutation(api.messages.send, { author: "slow", text });
  await vi.waitFor(() => expect(isGivenUp()).toBe(true));
  expect(await answers()).toContain("Hello");
  slow.terminate();
});

test("functions that throw, or reject later, end nothing", async () => {
  await expect(client.mutation(api.messages.fail, {})).rejects.toThrow("It broke");
  await client.action(api.features.rejectLater, {});
  await vi.waitFor(() => expect(log.join("\n")).toContain("Too late"));
  expect(await answers()).toContain("Hello");
});
