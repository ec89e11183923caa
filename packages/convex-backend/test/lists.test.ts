import { expect, test } from "vitest";
import { api } from "../convex/_generated/api";
import { startBackend, workosUser } from "./setup";

async function startBackendWithAda() {
  const backend = startBackend();
  const ada = workosUser();
  await backend.sendEvent("user.created", ada);
  return { ada: backend.withIdentity({ subject: ada.id }) };
}

test("a list and its to-dos belong to their owner", async () => {
  const { ada } = await startBackendWithAda();
  const listId = await ada.mutation(api.lists.create, { owner: "user", name: "  Groceries " });
  const todoId = await ada.mutation(api.todos.add, { listId, text: " Milk " });
  await ada.mutation(api.todos.setDone, { todoId, done: true });

  expect((await ada.query(api.lists.list, { owner: "user" })).at(-1)).toMatchObject({
    name: "Groceries",
    todos: [{ text: "Milk", done: true }],
  });

  await ada.mutation(api.todos.remove, { todoId });
  expect((await ada.query(api.lists.list, { owner: "user" })).at(-1)).toMatchObject({
    name: "Groceries",
    todos: [],
  });
  await ada.mutation(api.lists.remove, { listId });
  expect(JSON.stringify(await ada.query(api.lists.list, { owner: "user" }))).not.toContain(
    "Groceries",
  );
});

test("empty and overlong text is refused", async () => {
  const { ada } = await startBackendWithAda();
  await expect(ada.mutation(api.lists.create, { owner: "user", name: "   " })).rejects.toThrow(
    "Type a name",
  );
  await expect(
    ada.mutation(api.lists.create, { owner: "user", name: "x".repeat(201) }),
  ).rejects.toThrow("200");
});
