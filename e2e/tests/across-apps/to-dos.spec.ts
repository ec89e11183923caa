import { randomUUID } from "node:crypto";
import { expect, test } from "../../fixtures.ts";

test("a to-do typed in one window appears in the other, and goes with its list", async ({
  app,
  otherApp,
  person,
}) => {
  for (const each of [app, otherApp]) await each.signIn(person);
  const list = `List ${randomUUID()}`;
  await app.addList(list);
  await app.addTodo(list, "Typed in one");
  await otherApp.list(list).getByRole("checkbox", { name: "Typed in one" }).check();
  await expect(app.list(list).getByRole("checkbox", { name: "Typed in one" })).toBeChecked();

  await otherApp.addTodo(list, "Typed in the other");
  await expect(app.list(list).getByRole("checkbox", { name: "Typed in the other" })).toBeVisible();

  await app.removeList(list);
  await expect(otherApp.list(list)).toBeHidden();
});
