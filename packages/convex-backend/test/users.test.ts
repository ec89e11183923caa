import { describe, expect, test, vi } from "vitest";
import { api } from "../convex/_generated/api";
import { startBackend, workosEvent, workosSession, workosUser, type WorkOSFields } from "./setup";

test("user.created makes the row and the first list", async () => {
  const backend = startBackend();
  const user = workosUser();
  expect((await backend.sendEvent("user.created", user)).status).toBe(200);

  const ada = backend.withIdentity({ subject: user.id });
  expect(await ada.query(api.account.current)).toMatchObject({
    authUser: { id: user.id, email: "ada@example.com", emailVerified: true },
    user: { workosId: user.id, email: "ada@example.com", name: "Ada Lovelace" },
  });
  expect(await ada.query(api.lists.list, { owner: "user" })).toMatchObject([
    { name: "My first list", todos: [] },
  ]);
});

test("user.deleted takes the row, the lists and the to-dos with it", async () => {
  const backend = startBackend();
  const user = workosUser();
  await backend.sendEvent("user.created", user);
  const ada = backend.withIdentity({ subject: user.id });
  const [list] = await ada.query(api.lists.list, { owner: "user" });
  await ada.mutation(api.todos.add, { listId: list!._id, text: "Write the first program" });

  expect((await backend.sendEvent("user.deleted", user)).status).toBe(200);

  expect(await ada.query(api.account.current)).toMatchObject({ authUser: null, user: null });
  const left = await backend.run((ctx) =>
    Promise.all([
      ctx.db.query("users").take(1),
      ctx.db.query("lists").take(1),
      ctx.db.query("todos").take(1),
    ]),
  );
  expect(left.flat()).toEqual([]);
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
  expect(halfway.tombstones).toMatchObject([{ hasDataLeft: true }]);

  await backend.finishAllScheduledFunctions(vi.runAllTimers);
  const { ours: after } = await backend.documents();
  expect([after.lists, after.todos]).toEqual([[], []]);
  expect(after.tombstones).toMatchObject([{ hasDataLeft: false }]);
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
    ["creation, later creation", [create, { ...update, event: "user.created" }], "new@example.com"],
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
    expect(ours.tombstones).toHaveLength(email ? 0 : 1);
    expect((await backend.authUser("user_1"))?.email ?? null).toBe(email);
  });
});

describe("of events with one updated_at the one that WorkOS sent last counts, in any order", () => {
  const at = (second: number) => `2026-01-01T00:00:0${second}.000Z`;
  const told = (second: number, type: string, fields: WorkOSFields) => ({
    ...workosEvent(type, workosUser({ id: "user_1", updated_at: at(0), ...fields })),
    created_at: at(second),
  });
  const create = told(1, "user.created", { metadata: { plan: "free" } });
  const first = told(2, "user.updated", { email: "first@example.com", first_name: "First" });
  const same = told(3, "user.updated", { metadata: { plan: "pro", seats: "3" } });
  const last = told(4, "user.updated", { email: "last@example.com", metadata: { b: "1", a: "2" } });
  // Sent in the same moment as the last: then its id says which is later.
  const tied = [
    { ...told(4, "user.updated", { email: "a@example.com" }), id: "event_01A" },
    { ...told(4, "user.updated", { email: "b@example.com" }), id: "event_01B" },
  ];

  test.each(
    [
      [create, first, same, last],
      [create, first, same],
      [first, same],
      [create, ...tied],
    ].flatMap((events) =>
      permutations(events).map((order) => ({
        order,
        last: events.at(-1)!,
        name: order.map((event) => events.indexOf(event) + 1).join(", "),
      })),
    ),
  )("$order.length events as $name", async ({ order, last: { data } }) => {
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const backend = startBackend();
    for (const event of [...order, ...order]) {
      expect((await backend.send(event)).status).toBe(200);
    }
    const { ours, component } = await backend.documents();
    const user = data as ReturnType<typeof workosUser>;
    expect(ours.users).toMatchObject([{ email: user.email, name: `${user.first_name} Lovelace` }]);
    const { email, first_name: firstName, metadata, updated_at: updatedAt } = user;
    expect(component.users).toMatchObject([{ email, firstName, metadata, updatedAt }]);
    expect(component.users![0]!.metadata).toEqual(metadata);
    expect(ours.lists).toHaveLength(1);
    vi.restoreAllMocks();
  });

  function permutations<T>(items: T[]): T[][] {
    if (items.length < 2) return [items];
    return items.flatMap((item, index) =>
      permutations(items.toSpliced(index, 1)).map((others) => [item, ...others]),
    );
  }
});

test("a later update that the component refuses leaves its copy as it was", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const backend = startBackend();
  const user = workosUser({ updated_at: "2026-01-01T00:00:00.000Z" });
  await backend.sendEvent("user.created", user);
  const later = { ...user, email_verified: null, updated_at: "2026-01-02T00:00:00.000Z" };
  await backend.sendEvent("user.updated", later);
  expect((await backend.authUser(user.id))?.email).toBe("ada@example.com");
  vi.restoreAllMocks();
});

test("sign-in activity goes with the person, and does not come back", async () => {
  const backend = startBackend();
  const started = workosSession({ id: "session_1" });
  const ended = { ...started, status: "revoked", ended_at: "2026-01-02T00:00:00.000Z" };
  await backend.sendEvent("session.created", started);
  await backend.sendEvent("user.deleted", workosUser({ id: "user_1" }));
  await backend.sendEvent("session.revoked", ended);
  expect((await backend.documents()).ours.sessions).toEqual([]);
});
