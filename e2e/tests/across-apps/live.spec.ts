import { expect } from "../../fixtures.ts";
import { test } from "./two-windows.ts";

test("a to-do typed in one window appears in the other", async ({
  addOwnList,
  person,
  signInToBoth,
}) => {
  const [one, other] = await signInToBoth(person);
  const list = await addOwnList();
  await one.addTodo(list, "Typed in one");
  await other.list(list).getByRole("checkbox", { name: "Typed in one" }).check();
  await expect(one.list(list).getByRole("checkbox", { name: "Typed in one" })).toBeChecked();

  await other.addTodo(list, "Typed in the other");
  await expect(one.list(list).getByRole("checkbox", { name: "Typed in the other" })).toBeVisible();
});

test("a profile that changes in WorkOS changes in both windows", async ({
  ownPerson,
  signInToBoth,
  workos,
}) => {
  const apps = await signInToBoth(ownPerson);
  await workos.updateUser(ownPerson.id, { first_name: "Augusta" });
  for (const app of apps) {
    await app.expectProfile({ ...ownPerson, firstName: "Augusta" });
  }
});
