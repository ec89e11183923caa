import { expect } from "../../fixtures.ts";
import { test } from "./two-windows.ts";

test("a person who is deleted in WorkOS loses their row and lists in both windows", async ({
  ownPerson,
  signInToBoth,
  workos,
}) => {
  const apps = await signInToBoth(ownPerson);
  for (const app of apps) await expect(app.list("My first list")).toBeVisible();
  await workos.deleteUser(ownPerson.id);
  for (const app of apps) {
    await expect(app.account).toContainText("Your account was deleted.");
    await expect(app.account).not.toContainText(ownPerson.email);
    await expect(app.list("My first list")).toBeHidden();
  }
});
