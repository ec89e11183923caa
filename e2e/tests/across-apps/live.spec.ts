import { expect, test } from "../../fixtures.ts";

test.beforeEach(async ({ app, otherApp, person }) => {
  for (const each of [app, otherApp]) {
    await each.signIn(person);
    await each.expectProfile(person);
  }
});

test("signing out of one leaves the session of the other, until it is ended there", async ({
  app,
  expectedErrors,
  otherApp,
  page,
  person,
}) => {
  expectedErrors.push(/status of 400/);
  await app.signOut();
  await otherApp.page.reload();
  await otherApp.expectConvexAuthenticated();
  await otherApp.addList("Groceries");

  await app.signIn(person, "/account");
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Sign out" }).click();
  await expect(otherApp.list("Groceries")).toBeHidden();
  const heading = otherApp.page.getByRole("heading", { name: "You have been signed out" });
  await expect(heading).toBeVisible();
});

test("a profile that changes in WorkOS changes in both windows", async ({
  app,
  otherApp,
  person,
  workos,
}) => {
  await workos.updateUser(person.id, { first_name: "Augusta" });
  for (const each of [app, otherApp]) {
    await each.expectProfile({ ...person, firstName: "Augusta" });
  }
});

test("a person who is deleted in WorkOS loses their row and lists in both windows", async ({
  app,
  otherApp,
  person,
  workos,
}) => {
  for (const each of [app, otherApp]) await expect(each.list("My first list")).toBeVisible();
  await workos.deleteUser(person.id);
  for (const each of [app, otherApp]) {
    await expect(each.account).toContainText("Your account was deleted.");
    await expect(each.account).not.toContainText(person.email);
    await expect(each.list("My first list")).toBeHidden();
  }
});
