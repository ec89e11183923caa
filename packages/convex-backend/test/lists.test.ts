import { expect, test } from "vitest";
import { api } from "../convex/_generated/api";
import { startBackend, workosUser } from "./setup";

async function startBackendWithTwoPeople() {
  const backend = startBackend();
  const [ada, grace] = [workosUser(), workosUser({ email: "grace@example.com" })];
  await backend.sendEvent("user.created", ada);
  await backend.sendEvent("user.created", grace);
  return {
    nobody: backend,
    ada: backend.withIdentity({ subject: ada.id }),
    grace: backend.withIdentity({ subject: grace.id }),
  };
}

test("a list and its to-dos belong to their owner", async () => {
  const { ada } = await startBackendWithTwoPeople();
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

test("nobody else reads or changes them", async () => {
  const { nobody, ada, grace } = await startBackendWithTwoPeople();
  const listId = await ada.mutation(api.lists.create, { owner: "user", name: "Private" });
  const todoId = await ada.mutation(api.todos.add, { listId, text: "Secret" });

  expect(await nobody.query(api.account.current)).toBeNull();
  for (const other of [nobody, grace]) {
    expect(JSON.stringify(await other.query(api.lists.list, { owner: "user" }))).not.toContain(
      "Private",
    );
  }
  for (const [other, refusal] of [
    [nobody, "Sign in first."],
    [grace, "no longer there"],
  ] as const) {
    await expect(other.mutation(api.lists.remove, { listId })).rejects.toThrow(refusal);
    await expect(other.mutation(api.todos.add, { listId, text: "Mine" })).rejects.toThrow(refusal);
    await expect(other.mutation(api.todos.setDone, { todoId, done: true })).rejects.toThrow(
      refusal,
    );
    await expect(other.mutation(api.todos.remove, { todoId })).rejects.toThrow(refusal);
  }
  await expect(nobody.mutation(api.lists.create, { owner: "user", name: "Mine" })).rejects.toThrow(
    "Sign in",
  );
  expect((await ada.query(api.lists.list, { owner: "user" })).at(-1)).toMatchObject({
    name: "Private",
    todos: [{ text: "Secret", done: false }],
  });
});

test("empty and overlong text is refused", async () => {
  const { ada } = await startBackendWithTwoPeople();
  await expect(ada.mutation(api.lists.create, { owner: "user", name: "   " })).rejects.toThrow(
    "Type a name",
  );
  await expect(
    ada.mutation(api.lists.create, { owner: "user", name: "x".repeat(201) }),
  ).rejects.toThrow("200");
});

test("a person has at most fifty lists", async () => {
  const { ada } = await startBackendWithTwoPeople();
  const { length } = await ada.query(api.lists.list, { owner: "user" });
  for (let count = length; count < 50; count++) {
    await ada.mutation(api.lists.create, { owner: "user", name: `List ${count}` });
  }
  await expect(ada.mutation(api.lists.create, { owner: "user", name: "One more" })).rejects.toThrow(
    "50 lists",
  );
});

test("a list has at most as many to-dos as are shown", async () => {
  const { ada } = await startBackendWithTwoPeople();
  const listId = await ada.mutation(api.lists.create, { owner: "user", name: "Long" });
  for (let count = 0; count < 200; count++) {
    await ada.mutation(api.todos.add, { listId, text: `To-do ${count}` });
  }
  const oneMore = ada.mutation(api.todos.add, { listId, text: "One more" });
  await expect(oneMore).rejects.toThrow("200 to-dos");
  expect((await ada.query(api.lists.list, { owner: "user" })).at(-1)?.todos).toHaveLength(200);
});
