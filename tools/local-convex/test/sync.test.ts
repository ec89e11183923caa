import { once } from "node:events";
import { ConvexReactClient } from "convex/react";
import { decodeJwt } from "jose";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import WebSocket from "ws";
import { api } from "./fixture/convex/_generated/api.js";
import { Fixture, Issuer, VARIABLES } from "./harness.ts";

let fixture: Fixture;
let issuer: Issuer;
const cleanups: (() => unknown)[] = [];

beforeAll(async () => {
  issuer = await Issuer.start();
  const { rewriteOrigins } = issuer;
  fixture = await Fixture.start({ environmentVariables: VARIABLES, rewriteOrigins });
  await fixture.pushOrThrow();
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

afterAll(async () => {
  await fixture.stop();
  await issuer.stop();
});

function connect(): ConvexReactClient {
  const client = new ConvexReactClient(fixture.deployment.url, {
    webSocketConstructor: WebSocket as unknown as typeof globalThis.WebSocket,
    unsavedChangesWarning: false,
    logger: false,
  });
  cleanups.push(() => client.close());
  return client;
}

type Message = Record<string, unknown> & { type: string };

/** A connection without the official client, to see what is sent. */
class RawConnection {
  readonly messages: Message[] = [];
  private readonly socket: WebSocket;
  private readonly waiting = new Set<() => void>();

  constructor() {
    const url = fixture.deployment.url.replace("http", "ws");
    this.socket = new WebSocket(`${url}/api/1.48.0/sync`);
    this.socket.on("message", (data: Buffer) => {
      this.messages.push(JSON.parse(data.toString()) as Message);
      for (const check of this.waiting) check();
    });
    cleanups.push(() => this.socket.terminate());
  }

  async open(): Promise<this> {
    await once(this.socket, "open");
    this.send({ type: "Connect", sessionId: crypto.randomUUID(), connectionCount: 0 });
    return this;
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  authenticate(value: string, baseVersion = 0): void {
    this.send({ type: "Authenticate", tokenType: "User", value, baseVersion });
  }

  add(udfPath: string, args: object = {}, queryId = 0): void {
    const modifications = [{ type: "Add", queryId, udfPath, args: [args] }];
    this.send({
      type: "ModifyQuerySet",
      baseVersion: queryId,
      newVersion: queryId + 1,
      modifications,
    });
  }

  mutate(udfPath: string, args: object, requestId = 0): void {
    this.send({ type: "Mutation", requestId, udfPath, args: [args] });
  }

  async next(matches: (message: Message) => boolean): Promise<Message> {
    return await new Promise((resolve) => {
      const check = () => {
        const found = this.messages.find(matches);
        if (!found) return;
        this.waiting.delete(check);
        resolve(found);
      };
      this.waiting.add(check);
      check();
    });
  }

  async closed(): Promise<void> {
    if (this.socket.readyState !== WebSocket.CLOSED) await once(this.socket, "close");
  }

  /** Everything that was told about a query. */
  updatesOf(queryId: number): Message[] {
    return this.messages
      .flatMap(({ modifications }) => (modifications ?? []) as Message[])
      .filter((modification) => modification.queryId === queryId);
  }
}

const isType = (type: string) => (message: Message) => message.type === type;

test("a subscription sees what another client writes", async () => {
  const [reader, writer] = [connect(), connect()];
  const watch = reader.watchQuery(api.messages.list, { author: "live" });
  cleanups.push(watch.onUpdate(() => {}));
  await vi.waitFor(() => expect(watch.localQueryResult()).toEqual([]));
  await writer.mutation(api.messages.send, { author: "live", text: "one" });
  await vi.waitFor(() => expect(watch.localQueryResult()).toEqual(["one"]));
});

test("an identity never answers for another one, with the same query and arguments", async () => {
  const [ada, grace, anonymous] = [connect(), connect(), connect()];
  const subjects = { ada: await issuer.sign(), grace: await issuer.sign({ sub: "grace" }) };
  ada.setAuth(() => Promise.resolve(subjects.ada));
  grace.setAuth(() => Promise.resolve(subjects.grace));
  const watches = [ada, grace, anonymous].map((client) => client.watchQuery(api.messages.whoAmI));
  for (const watch of watches) cleanups.push(watch.onUpdate(() => {}));
  const seen = () =>
    watches.map((watch) => {
      const identity = watch.localQueryResult() as { subject: string } | null | undefined;
      return identity === undefined ? "nothing yet" : (identity?.subject ?? null);
    });
  await vi.waitFor(() => expect(seen()).toEqual(["ada", "grace", null]));
  ada.clearAuth();
  await vi.waitFor(() => expect(seen()).toEqual([null, "grace", null]));
});

test("a transition carries the version of the identity that its results were made as", async () => {
  const connection = await new RawConnection().open();
  connection.add("messages:whoAmI");
  await connection.next(isType("Transition"));
  connection.authenticate(await issuer.sign());
  const answered = await connection.next(({ endVersion }) => {
    return (endVersion as { identity: number } | undefined)?.identity === 1;
  });
  expect(answered.modifications).toMatchObject([{ value: { subject: "ada" } }]);
});

test("only what changed is sent again", async () => {
  const connection = await new RawConnection().open();
  connection.add("messages:list", { author: "changes" }, 0);
  connection.add("messages:list", { author: "stays" }, 1);
  await vi.waitFor(() => expect(connection.updatesOf(1)).toHaveLength(1));
  connection.mutate("messages:addNote", { text: "elsewhere" }, 0);
  connection.mutate("messages:send", { author: "changes", text: "new" }, 1);
  await vi.waitFor(() => expect(connection.updatesOf(0)).toHaveLength(2));
  expect(connection.updatesOf(0)[1]).toMatchObject({ value: ["new"] });
  expect(connection.updatesOf(1)).toHaveLength(1);
});

test("a mutation's transition reaches its time, even if no query changed", async () => {
  const connection = await new RawConnection().open();
  connection.mutate("messages:addNote", { text: "unseen" });
  const { ts } = await connection.next(isType("MutationResponse"));
  const time = (encoded: unknown) => Buffer.from(String(encoded), "base64").readBigUInt64LE();
  await connection.next(({ type, endVersion }) => {
    return type === "Transition" && time((endVersion as { ts: string }).ts) >= time(ts);
  });
});

test("a mutation that is sent again after a reconnect runs once", async () => {
  const sessionId = crypto.randomUUID();
  for (let connectionCount = 0; connectionCount < 2; connectionCount += 1) {
    const connection = await new RawConnection().open();
    connection.send({ type: "Connect", sessionId, connectionCount });
    connection.mutate("messages:send", { author: "twice", text: "once" });
    expect(await connection.next(isType("MutationResponse"))).toMatchObject({ success: true });
  }
  const watch = connect().watchQuery(api.messages.list, { author: "twice" });
  cleanups.push(watch.onUpdate(() => {}));
  await vi.waitFor(() => expect(watch.localQueryResult()).toEqual(["once"]));
});

test("a rejected token ends the connection and says that it was the update that failed", async () => {
  const connection = await new RawConnection().open();
  connection.authenticate(await issuer.sign({}, 3600, true));
  await connection.closed();
  expect(connection.messages.at(-1)).toEqual({
    type: "AuthError",
    error: "Could not validate token: signature verification failed",
    baseVersion: 0,
    authUpdateAttempted: true,
  });
});

test("a token that expires later ends the connection at the next request", async () => {
  const connection = await new RawConnection().open();
  const token = await issuer.sign({}, 2);
  connection.authenticate(token);
  await connection.next(isType("Transition"));
  const { exp = 0 } = decodeJwt(token);
  await new Promise((resolve) => setTimeout(resolve, exp * 1000 - Date.now()));
  connection.mutate("messages:addNote", { text: "expired" });
  await connection.closed();
  expect(connection.messages.at(-1)).toEqual({
    type: "AuthError",
    error: "Convex token identity expired",
    baseVersion: 1,
    authUpdateAttempted: false,
  });
});

test("the official client refreshes an expired token and goes on", async () => {
  const client = connect();
  const tokens = [await issuer.sign({}, -60), await issuer.sign()];
  const forced: boolean[] = [];
  client.setAuth(({ forceRefreshToken }) => {
    forced.push(forceRefreshToken);
    return Promise.resolve(tokens[forceRefreshToken ? 1 : 0]);
  });
  const watch = client.watchQuery(api.messages.whoAmI);
  cleanups.push(watch.onUpdate(() => {}));
  await vi.waitFor(() => expect(watch.localQueryResult()).toMatchObject({ subject: "ada" }));
  expect(forced.slice(0, 2)).toEqual([false, true]);
});

test("a message that is none ends the connection with a FatalError", async () => {
  const connection = await new RawConnection().open();
  connection.send({ type: "Nonsense" });
  await connection.closed();
  expect(connection.messages.at(-1)).toEqual({
    type: "FatalError",
    error: "Received Invalid JSON on websocket: unknown message type",
  });
});
