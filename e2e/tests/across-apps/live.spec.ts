import { expect, test as base } from "../../fixtures.ts";
import type { App } from "../../pages/app.ts";
import type { KnownPerson } from "../../pages/hosted-sign-in.ts";

const test = base.extend<{
  /** Signs one person in, in two browsers: to two apps, or to the one that there is. */
  signInToBoth: (person: KnownPerson) => Promise<[App, App]>;
}>({
  signInToBoth: async ({ app, newWindow, otherAppName }, use) => {
    await use(async (person) => {
      const apps: [App, App] = [app, await newWindow(otherAppName)];
      for (const each of apps) {
        await each.signIn(person);
        await each.expectProfile(person);
      }
      return apps;
    });
  },
});

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

test("signing out of one leaves the session of the other, until it is ended there", async ({
  expectedErrors,
  ownPerson,
  signInToBoth,
}) => {
  expectedErrors.push(/status of 400/);
  const [one, other] = await signInToBoth(ownPerson);
  await one.signOut();
  await other.page.reload();
  await other.expectConvexAuthenticated();
  await other.addList("Groceries");

  await one.signIn(ownPerson, "/account");
  await one.page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await one.page.getByRole("alertdialog").getByRole("button", { name: "Sign out" }).click();
  await expect(other.list("Groceries")).toBeHidden();
  await expect(other.page.getByRole("heading", { name: "You have been signed out" })).toBeVisible();
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
