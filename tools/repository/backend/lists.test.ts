import { expect, test } from "vitest";
import { api } from "../../../packages/convex-backend/convex/_generated/api";
import { startBackend, workosUser } from "../../../packages/convex-backend/test/setup";

async function startBackendWithAda() {
  const backend = startBackend();
  const ada = workosUser();
  await backend.sendEvent("user.created", ada);
  return { ada: backend.withIdentity({ subject: ada.id }) };
}

test("a person has at most fifty lists", async () => {
  const { ada } = await startBackendWithAda();
  const { length } = await ada.query(api.lists.list, { owner: "user" });
  for (let count = length; count < 50; count++) {
    await ada.mutation(api.lists.create, { owner: "user", name: `List ${count}` });
  }
  await expect(ada.mutation(api.lists.create, { owner: "user", name: "One more" })).rejects.toThrow(
    "50 lists",
  );
});

test("a list has at most as many to-dos as are shown", async () => {
  const { ada } = await startBackendWithAda();
  const listId = await ada.mutation(api.lists.create, { owner: "user", name: "Long" });
  for (let count = 0; count < 200; count++) {
    await ada.mutation(api.todos.add, { listId, text: `To-do ${count}` });
  }
  const oneMore = ada.mutation(api.todos.add, { listId, text: "One more" });
  await expect(oneMore).rejects.toThrow("200 to-dos");
  expect((await ada.query(api.lists.list, { owner: "user" })).at(-1)?.todos).toHaveLength(200);
});
