import { describe, expect, test, vi } from "vitest";
import { handling, startBackend, workosEvent, workosSession, workosUser } from "./setup";

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

test("user.created makes the component's user, with a name to show", async () => {
  const backend = startBackend();
  const user = workosUser();
  expect((await backend.sendEvent("user.created", user)).status).toBe(200);
  expect(await backend.authUser(user.id)).toEqual({
    id: user.id,
    email: "ada@example.com",
    emailVerified: true,
    name: "Ada Lovelace",
  });
});

test("user.updated before user.created: the component's user is as updated", async () => {
  const backend = startBackend();
  const user = workosUser();
  const later = new Date(Date.parse(user.updated_at) + 1000).toISOString();
  await backend.sendEvent("user.updated", { ...user, first_name: "Augusta", updated_at: later });
  await backend.sendEvent("user.created", user);
  expect((await backend.authUser(user.id))?.name).toBe("Augusta Lovelace");
});

describe("the handlers in auth.ts", () => {
  const user = workosUser({ id: "user_1", updated_at: "2026-01-01T00:00:00.000Z" });
  const create = workosEvent("user.created", user);
  const update = workosEvent("user.updated", { ...user, updated_at: "2026-01-02T00:00:00.000Z" });
  const remove = workosEvent("user.deleted", user);

  test("run for every event of a handled type, whatever came before, and for no other", async () => {
    const ran: string[] = [];
    const authKitEvent = handling((type) => ran.push(type));
    const backend = startBackend(true, authKitEvent);
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
    const backend = startBackend(true, failing);
    expect((await backend.send(create)).status).toBe(500);
    const { ours, component } = await backend.documents();
    expect([ours.users, component.users, component.events]).toEqual([[], [], []]);
    expect(JSON.stringify(log.mock.calls)).not.toContain("ada@");
    vi.restoreAllMocks();
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
  vi.restoreAllMocks();
});

describe("sign-in activity", () => {
  const started = workosSession({ id: "session_1" });
  const ended = { ...started, status: "revoked", ended_at: "2026-01-02T00:00:00.000Z" };
  const endedAt = Date.parse(ended.ended_at);

  test.each([
    ["a session starts", [["session.created", started]], null],
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
});
