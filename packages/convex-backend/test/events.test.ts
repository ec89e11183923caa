import { AuthKit } from "@convex-dev/workos-authkit";
import { describe, expect, test, vi } from "vitest";
import { api, internal } from "../convex/_generated/api";
import type { DataModel } from "../convex/_generated/dataModel";
import { startBackend, workosEvent, workosSession, workosUser, type WorkOSFields } from "./setup";

test("user.created makes the row and the first list", async () => {
  const backend = startBackend();
  const user = workosUser();
  expect((await backend.sendEvent("user.created", user)).status).toBe(200);

  const ada = backend.withIdentity({ subject: user.id });
  expect(await ada.query(api.users.current)).toMatchObject({
    authUser: { id: user.id, email: "ada@example.com", emailVerified: true },
    user: { workosUserId: user.id, email: "ada@example.com", name: "Ada Lovelace" },
  });
  expect(await ada.query(api.lists.mine)).toMatchObject([{ name: "My first list", todos: [] }]);
});

test("user.updated before user.created makes the row once, as updated", async () => {
  const backend = startBackend();
  const user = workosUser();
  const later = new Date(Date.parse(user.updated_at) + 1000).toISOString();
  await backend.sendEvent("user.updated", { ...user, first_name: "Augusta", updated_at: later });
  await backend.sendEvent("user.created", user);

  const ada = backend.withIdentity({ subject: user.id });
  expect((await ada.query(api.users.current))?.user?.name).toBe("Augusta Lovelace");
  expect(await ada.query(api.lists.mine)).toHaveLength(1);
});

test("user.deleted takes the row, the lists and the to-dos with it", async () => {
  const backend = startBackend();
  const user = workosUser();
  await backend.sendEvent("user.created", user);
  const ada = backend.withIdentity({ subject: user.id });
  const [list] = await ada.query(api.lists.mine);
  await ada.mutation(api.todos.add, { listId: list!._id, text: "Write the first program" });

  expect((await backend.sendEvent("user.deleted", user)).status).toBe(200);

  expect(await ada.query(api.users.current)).toMatchObject({ authUser: null, user: null });
  const left = await backend.run((ctx) =>
    Promise.all([
      ctx.db.query("users").take(1),
      ctx.db.query("lists").take(1),
      ctx.db.query("todos").take(1),
    ]),
  );
  expect(left.flat()).toEqual([]);
});

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
  const current = await backend.withIdentity({ subject: user.id }).query(api.users.current);
  expect(current?.user?.name).toBe(name);
});

test("user.deleted takes a lot of data in several transactions", async () => {
  vi.useFakeTimers();
  const backend = startBackend();
  const user = workosUser();
  await backend.sendEvent("user.created", user);
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
  expect(halfway.deletedUsers).toMatchObject([{ hasDataLeft: true }]);

  await backend.finishAllScheduledFunctions(vi.runAllTimers);
  const { ours: after } = await backend.documents();
  expect([after.lists, after.todos]).toEqual([[], []]);
  expect(after.deletedUsers).toMatchObject([{ hasDataLeft: false }]);
  vi.useRealTimers();
});

test("a deletion that stopped halfway is taken up by the sweep", async () => {
  vi.useFakeTimers();
  const backend = startBackend();
  await backend.run(async (ctx) => {
    const ownerId = await ctx.db.insert("users", { workosUserId: "user_1", email: "", name: "" });
    await ctx.db.delete("users", ownerId);
    await ctx.db.insert("lists", { ownerId, name: "Left" });
    await ctx.db.insert("deletedUsers", { workosUserId: "user_1", ownerId, hasDataLeft: true });
  });
  await backend.mutation(internal.retention.sweep);
  await backend.finishAllScheduledFunctions(vi.runAllTimers);
  const { ours } = await backend.documents();
  expect(ours.lists).toEqual([]);
  expect(ours.deletedUsers).toMatchObject([{ hasDataLeft: false }]);
  vi.useRealTimers();
});

test("the sweep deletes old sessions and tombstones, and keeps the others", async () => {
  vi.useFakeTimers();
  const backend = startBackend();
  await backend.sendEvent("session.created", workosSession({ id: "session_old" }));
  await backend.sendEvent("user.deleted", workosUser({ id: "user_old" }));
  vi.advanceTimersByTime(91 * 24 * 60 * 60 * 1000);
  await backend.sendEvent("session.created", workosSession({ id: "session_new" }));
  await backend.sendEvent("user.deleted", workosUser({ id: "user_new" }));

  await backend.mutation(internal.retention.sweep);

  const { ours } = await backend.documents();
  expect(ours.sessions).toMatchObject([{ sessionId: "session_new" }]);
  expect(ours.deletedUsers).toMatchObject([{ workosUserId: "user_new" }]);
  vi.useRealTimers();
});

describe("what holds after a history, for our row and for the component's", () => {
  const created = workosUser({ id: "user_1", updated_at: "2026-01-01T00:00:00.000Z" });
  const updated = { ...created, email: "new@example.com", updated_at: "2026-01-02T00:00:00.000Z" };
  const create = workosEvent("user.created", created);
  const update = workosEvent("user.updated", updated);
  const remove = workosEvent("user.deleted", updated);

  test.each([
    ["creation", [create], "ada@example.com"],
    ["creation twice", [create, create], "ada@example.com"],
    ["creation, update", [create, update], "new@example.com"],
    ["update, creation", [update, create], "new@example.com"],
    ["update alone", [update], "new@example.com"],
    ["the update twice around the creation", [update, create, update], "new@example.com"],
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
    const { ours } = await backend.documents();
    expect(ours.users?.map((user) => user.email as string)).toEqual(email ? [email] : []);
    expect(ours.lists).toHaveLength(email ? 1 : 0);
    expect(ours.deletedUsers).toHaveLength(email ? 0 : 1);
    expect((await backend.authUser("user_1"))?.email ?? null).toBe(email);
  });
});

describe("the app's own reactions in auth.ts", () => {
  const user = workosUser({ id: "user_1", updated_at: "2026-01-01T00:00:00.000Z" });
  const create = workosEvent("user.created", user);
  const update = workosEvent("user.updated", { ...user, updated_at: "2026-01-02T00:00:00.000Z" });
  const remove = workosEvent("user.deleted", user);
  const start = workosEvent("session.created", workosSession());
  const other = workosEvent("organization.created", { id: "org_1", name: "Org", domains: [] });

  function reacting(react: (type: string) => void) {
    const authKit = AuthKit.prototype as AuthKit<DataModel>;
    const reaction = (_ctx: unknown, { event }: { event: string }) => {
      react(event);
      return Promise.resolve();
    };
    return authKit.events({
      "user.created": reaction,
      "user.updated": reaction,
      "user.deleted": reaction,
      "session.created": reaction,
      "organization.created": reaction,
    }).authKitEvent;
  }

  test.each([
    ["in order", [create, update, remove], ["user.created", "user.updated", "user.deleted"]],
    ["a creation again", [create, create], ["user.created"]],
    ["a creation after an update", [update, create], ["user.updated"]],
    [
      "an update that is older",
      [create, update, { ...create, event: "user.updated", id: "event_2" }],
      ["user.created", "user.updated"],
    ],
    ["a deletion of somebody unknown", [remove], []],
    ["news of somebody deleted", [create, remove, update], ["user.created", "user.deleted"]],
    ["other types", [start, other], ["session.created", "organization.created"]],
  ])("%s", async (_name, events, expected) => {
    const ran: string[] = [];
    const backend = startBackend(
      true,
      reacting((type) => ran.push(type)),
    );
    for (const event of events) {
      expect((await backend.send(event)).status).toBe(200);
    }
    expect(ran).toEqual(expected);
  });

  test("one that throws undoes the component's half only, and the event is not sent again", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const failing = reacting(() => {
      throw new TypeError("about ada@example.com");
    });
    const backend = startBackend(true, failing);
    expect((await backend.send(create)).status).toBe(200);
    const { ours, component } = await backend.documents();
    expect(ours.users).toHaveLength(1);
    expect([component.users, component.events]).toEqual([[], []]);
    expect(JSON.stringify(log.mock.calls)).toContain(create.id);
    expect(JSON.stringify(log.mock.calls)).not.toContain("ada@");
    vi.restoreAllMocks();
  });
});

describe("nothing that WorkOS may send is refused or throws", () => {
  test.each([
    ["a type that is not there yet", "user.renamed", { id: "user_1", new_name: "Ada" }],
    ["a type that auth.ts does not handle", "organization.created", { id: "org_1", domains: [] }],
    ["data without anything", "something.happened", {}],
    ["nulls everywhere", "user.created", { id: "user_1", email: null, updated_at: null }],
    ["nothing but the id", "user.created", { id: "user_1" }],
    ["a session of which little is known", "session.created", { id: "s_1", user_id: "user_1" }],
    ["new fields", "user.created", { ...workosUser(), pronouns: ["she", "her"], $new: { _a: 1 } }],
    ["other types", "user.created", { ...workosUser(), first_name: 1, last_name: {}, email: [] }],
    ["deep metadata", "user.created", workosUser({ metadata: nested(200) })],
    [
      "wide metadata",
      "user.created",
      workosUser({ metadata: Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [i, i])) }),
    ],
    ["long values", "user.created", workosUser({ metadata: { a: "x".repeat(200_000) } })],
    ["a prototype", "user.created", workosUser({ metadata: JSON.parse('{"__proto__":{"a":1}}') })],
  ])("%s", async (_what, type, data) => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const backend = startBackend();
    expect((await backend.sendEvent(type, data)).status).toBe(200);
    const { ours } = await backend.documents();
    expect(ours.users).toHaveLength(type === "user.created" ? 1 : 0);
    vi.restoreAllMocks();
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
  expect(documents).toContain("\ufffdAda Lovelace");
  // JSON.stringify escapes half a character, and nothing else that is in here.
  expect(documents).not.toMatch(/\\ud[89a-f]/);
});

test("when the component fails, our half stays, and the log does not quote the person", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const backend = startBackend();
  // The component's schema insists on an email address that is text.
  const event = workosEvent("user.created", workosUser({ email: null, first_name: "Secret" }));
  expect((await backend.send(event)).status).toBe(200);

  const { ours, component } = await backend.documents();
  expect(ours.users).toMatchObject([{ name: "Secret Lovelace" }]);
  expect([component.users, component.events]).toEqual([[], []]);
  expect(log).toHaveBeenCalledExactlyOnceWith(
    `The AuthKit component did not take user.created ${event.id}: Error.`,
  );
  vi.restoreAllMocks();
});

describe("sign-in activity", () => {
  const started = workosSession({ id: "session_1" });
  const ended = { ...started, status: "revoked", ended_at: "2026-01-02T00:00:00.000Z" };
  const endedAt = Date.parse(ended.ended_at);

  test.each([
    ["a session starts", [["session.created", started]], undefined],
    [
      "and ends",
      [
        ["session.created", started],
        ["session.revoked", ended],
      ],
      endedAt,
    ],
    [
      "the end comes first",
      [
        ["session.revoked", ended],
        ["session.created", started],
      ],
      endedAt,
    ],
    ["only the end comes", [["session.revoked", ended]], endedAt],
  ] as const)("%s", async (_name, events, end) => {
    const backend = startBackend();
    for (const [type, session] of events) {
      await backend.sendEvent(type, session);
    }
    const { ours } = await backend.documents();
    expect(ours.sessions).toMatchObject([{ sessionId: "session_1", ipAddress: "192.0.2.1" }]);
    expect(ours.sessions?.[0]?.endedAt).toBe(end);
  });

  test("goes with the person, and does not come back", async () => {
    const backend = startBackend();
    await backend.sendEvent("session.created", started);
    await backend.sendEvent("user.deleted", workosUser({ id: "user_1" }));
    await backend.sendEvent("session.revoked", ended);
    expect((await backend.documents()).ours.sessions).toEqual([]);
  });
});

function nested(depth: number): WorkOSFields {
  return depth === 0 ? {} : { deeper: nested(depth - 1) };
}
