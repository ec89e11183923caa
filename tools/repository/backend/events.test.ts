import { describe, expect, test, vi } from "vitest";
import * as auth from "../../../packages/convex-backend/convex/auth";
import {
  startBackend,
  workosEvent,
  workosSession,
  workosUser,
} from "../../../packages/convex-backend/test/setup";

/** For {@link startBackend}: handlers in place of those in auth.ts, which call this with the type of the event. */
function handling(handle: (type: string) => void) {
  const handlers = new Proxy(Object.create(null) as Parameters<typeof auth.authKit.events>[0], {
    get:
      () =>
      (_ctx: unknown, { event }: { event: string }) => {
        handle(event);
        return Promise.resolve();
      },
  });
  const module = { ...auth, ...auth.authKit.events(handlers) };
  return { modules: { "../convex/auth.ts": () => Promise.resolve(module) } };
}

test.each([
  [{ first_name: null, last_name: null }, "ada@example.com"],
  [{ first_name: "Ada", last_name: null }, "Ada"],
  [{ first_name: null, last_name: "Lovelace" }, "Lovelace"],
  [{ name: "Countess of Lovelace" }, "Countess of Lovelace"],
  [{ name: "  ", first_name: " ", last_name: "" }, "ada@example.com"],
])("the name of %o is %s", async (fields, name) => {
  const backend = startBackend();
  const user = workosUser(fields);
  await backend.sendEvent("user.created", user);
  expect((await backend.authUser(user.id))?.name).toBe(name);
});

describe("sign-in activity", () => {
  const started = workosSession({ id: "session_1" });
  const ended = { ...started, status: "revoked", ended_at: "2026-01-02T00:00:00.000Z" };
  const endedAt = Date.parse(ended.ended_at);

  const start = ["session.created", started] as const;
  const end = ["session.revoked", ended] as const;

  test.each([
    ["a session starts", [start], null],
    ["and ends", [start, end], endedAt],
    ["the end comes first", [end, start], endedAt],
    ["only the end comes", [end], endedAt],
  ])("%s", async (_name, events, expected) => {
    const backend = startBackend();
    for (const [type, session] of events) await backend.sendEvent(type, session);
    const { ours } = await backend.documents();
    expect(ours.sessions).toMatchObject([{ sessionId: "session_1", ipAddress: "192.0.2.1" }]);
    expect(ours.sessions?.[0]?.endedAt).toBe(expected);
  });
});

describe("what holds after a history, for our row and for the component's", () => {
  const first = "2026-01-01T00:00:00.000Z";
  const second = "2026-01-02T00:00:00.000Z";
  const created = workosUser({ id: "user_1", updated_at: first });
  const sent = (type: string, at: string, fields: object, more: object = {}) => ({
    ...workosEvent(`user.${type}`, { ...created, ...fields }),
    created_at: at,
    ...more,
  });
  const create = sent("created", first, {});
  const update = sent("updated", second, { email: "new@example.com", updated_at: second });
  const remove = sent("deleted", second, { updated_at: second });
  // With the `updated_at` of the creation: the one that WorkOS sent last counts.
  const tied = sent("updated", second, { email: "tied@example.com", metadata: { plan: "pro" } });
  const a = sent("updated", second, { email: "a@example.com" }, { id: "event_A" });
  const b = sent("updated", second, { email: "b@example.com" }, { id: "event_B" });

  test.each([
    ["creation", [create], "ada@example.com"],
    ["creation twice", [create, create], "ada@example.com"],
    ["creation, update", [create, update], "new@example.com"],
    ["update, creation", [update, create], "new@example.com"],
    ["creation, later creation", [create, { ...update, event: "user.created" }], "new@example.com"],
    ["update alone", [update], "new@example.com"],
    ["the update twice around the creation", [update, create, update], "new@example.com"],
    ["creation, tied", [create, tied], "tied@example.com"],
    ["tied, creation", [tied, create], "tied@example.com"],
    ["tied, creation, tied", [tied, create, tied], "tied@example.com"],
    ["tied twice", [a, create, b], "b@example.com"],
    ["tied twice, swapped", [b, create, a], "b@example.com"],
    ["deletion", [create, remove], null],
    ["deletion of somebody unknown", [remove], null],
    ["deletion, creation", [remove, create], null],
    ["update after the deletion", [create, remove, update], null],
    ["deletion, creation, update", [remove, create, update], null],
    ["deletion twice", [create, remove, { ...remove, id: "event_again" }], null],
  ])("%s", async (_name, events, email) => {
    const backend = startBackend();
    for (const event of events) {
      expect((await backend.send(event)).status).toBe(200);
    }
    const { ours, component } = await backend.documents();
    expect(ours.users?.map((user) => user.email as string)).toEqual(email ? [email] : []);
    expect(ours.lists).toHaveLength(email ? 1 : 0);
    expect(ours.tombstones).toHaveLength(email ? 0 : 1);
    expect(component.users?.map((user) => user.email as string)).toEqual(email ? [email] : []);
  });
});

test("user.deleted takes everything of theirs with it, a lot in several transactions", async () => {
  vi.useFakeTimers();
  const backend = startBackend();
  const user = workosUser({ id: "user_1" });
  await backend.sendEvent("user.created", user);
  const started = workosSession({ id: "session_1" });
  await backend.sendEvent("session.created", started);
  await backend.run(async (ctx) => {
    const owner = await ctx.db.query("users").first();
    for (let list = 0; list < 7; list++) {
      const listId = await ctx.db.insert("lists", { ownerId: owner!._id, name: "Long" });
      for (let todo = 0; todo < 190; todo++) {
        await ctx.db.insert("todos", { listId, text: "Write", done: false });
      }
    }
  });

  await backend.sendEvent("user.deleted", user);
  const { ours: halfway } = await backend.documents();
  expect(halfway.users).toEqual([]);
  expect(halfway.todos?.length).toBeGreaterThan(0);
  expect(halfway.tombstones).toMatchObject([{ hasDataLeft: true }]);

  await backend.finishAllScheduledFunctions(vi.runAllTimers);
  await backend.sendEvent("session.revoked", started);
  const { ours } = await backend.documents();
  expect([ours.lists, ours.todos, ours.sessions]).toEqual([[], [], []]);
  expect(ours.tombstones).toMatchObject([{ hasDataLeft: false }]);
  vi.useRealTimers();
});

describe("the handlers in auth.ts", () => {
  const user = workosUser({ id: "user_1", updated_at: "2026-01-01T00:00:00.000Z" });
  const create = workosEvent("user.created", user);
  const update = workosEvent("user.updated", { ...user, updated_at: "2026-01-02T00:00:00.000Z" });
  const remove = workosEvent("user.deleted", user);

  test("run for every event of a handled type, whatever came before, and for no other", async () => {
    const ran: string[] = [];
    const backend = startBackend(handling((type) => ran.push(type)));
    const handled = [remove, update, create, create, update, remove];
    const others = ["constructor", "user.renamed"].map((type) => workosEvent(type, { id: "1" }));
    for (const event of [...handled, ...others]) {
      expect((await backend.send(event)).status).toBe(200);
    }
    expect(ran).toEqual(handled.map(({ event }) => event));
  });

  test("one that throws undoes everything, and the event is sent again", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const failing = handling(() => {
      throw new TypeError("about ada@example.com");
    });
    const backend = startBackend(failing);
    expect((await backend.send(create)).status).toBe(500);
    const { ours, component } = await backend.documents();
    expect([ours.users, component.users, component.events]).toEqual([[], [], []]);
    expect(JSON.stringify(log.mock.calls)).not.toContain("ada@");
  });
});

test("metadata that Convex cannot hold is left out, and the rest is kept", async () => {
  const backend = startBackend();
  const metadata = {
    $a: "1",
    _b: "2",
    "": "3",
    größe: "4",
    plan: "pro",
    nested: { $c: 1, d: 2 },
  };
  await backend.sendEvent("user.created", workosUser({ id: "user_1", metadata }));
  const { component } = await backend.documents();
  expect(component.users).toMatchObject([
    { id: "user_1", metadata: { plan: "pro", nested: { d: 2 } } },
  ]);
  expect(Object.keys(component.users?.[0]?.metadata as object)).toEqual(["nested", "plan"]);
});

test("half a character is replaced, which JSON can hold and Convex cannot", async () => {
  const backend = startBackend();
  const data = workosUser({
    id: "user_1\ud800",
    first_name: "\udc00Ada",
    metadata: { a: "\ud83d" },
  });
  expect((await backend.sendEvent("user.created", data)).status).toBe(200);
  const user_agent = `${"x".repeat(499)}😀`;
  await backend.sendEvent("session.created", workosSession({ user_agent }));
  const documents = JSON.stringify(await backend.documents());
  expect(documents).toContain("\ufffdAda");
  // JSON.stringify escapes half a character, and nothing else that is in here.
  expect(documents).not.toMatch(/\\ud[89a-f]/);
});

test("a later update that the component refuses leaves its copy as it was", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const backend = startBackend();
  const user = workosUser({ updated_at: "2026-01-01T00:00:00.000Z" });
  await backend.sendEvent("user.created", user);
  const later = { ...user, email_verified: null, updated_at: "2026-01-02T00:00:00.000Z" };
  await backend.sendEvent("user.updated", later);
  expect((await backend.authUser(user.id))?.email).toBe("ada@example.com");
});

test("when the component fails, the log does not quote the person", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const backend = startBackend();
  // The component's schema insists on a boolean.
  const fields = { email_verified: null, first_name: "Secret" };
  const event = workosEvent("user.created", workosUser(fields));
  expect((await backend.send(event)).status).toBe(200);

  const { component } = await backend.documents();
  expect([component.users, component.events]).toEqual([[], []]);
  expect(log).toHaveBeenCalledExactlyOnceWith(
    `The AuthKit component did not take user.created ${event.id}: Error.`,
  );
});
