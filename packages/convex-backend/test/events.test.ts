import { describe, expect, test } from "vitest";
import { api } from "../convex/_generated/api";
import { startBackend, workosSession, workosUser } from "./setup";

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

test("user.created makes the row, the first list, and the component's user", async () => {
  const backend = startBackend();
  const user = workosUser();
  expect((await backend.sendEvent("user.created", user)).status).toBe(200);

  const ada = backend.withIdentity({ subject: user.id });
  expect(await ada.query(api.account.current)).toMatchObject({
    authUser: { email: "ada@example.com", name: "Ada Lovelace" },
    user: { workosId: user.id, email: "ada@example.com", name: "Ada Lovelace" },
  });
  expect(await ada.query(api.lists.list, { owner: "user" })).toMatchObject([
    { name: "My first list", todos: [] },
  ]);
});

test("user.updated before user.created: the component's user is as updated", async () => {
  const backend = startBackend();
  const user = workosUser();
  const later = new Date(Date.parse(user.updated_at) + 1000).toISOString();
  await backend.sendEvent("user.updated", { ...user, first_name: "Augusta", updated_at: later });
  await backend.sendEvent("user.created", user);
  expect((await backend.authUser(user.id))?.name).toBe("Augusta Lovelace");
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
