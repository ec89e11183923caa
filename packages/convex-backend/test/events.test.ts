import { expect, test } from "vitest";
import { api } from "../convex/_generated/api";
import { startBackend, workosUser } from "./setup";

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

  expect(await ada.query(api.users.current)).toEqual({ authUser: null, user: null });
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

test("an event without WorkOS's signature changes nothing", async () => {
  const backend = startBackend();
  const forged = backend.fetch("/workos/webhook", {
    method: "POST",
    headers: { "WorkOS-Signature": `t=${Date.now()}, v1=${"0".repeat(64)}` },
    body: JSON.stringify({ id: "event_1", event: "user.created", data: workosUser() }),
  });
  await expect(forged).rejects.toThrow();
  expect(await backend.run((ctx) => ctx.db.query("users").take(1))).toEqual([]);
});
