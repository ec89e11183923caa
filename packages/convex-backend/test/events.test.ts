import { expect, test } from "vitest";
import { api } from "../convex/_generated/api";
import { startBackend, workosUser } from "./setup";

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
