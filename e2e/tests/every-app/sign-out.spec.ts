import { expect, test } from "../../fixtures.ts";
import { project } from "../../stack/project.ts";

test("signing out closes the protected page, after Back too", async ({
  app,
  hosted,
  page,
  person,
}) => {
  await app.signIn(person);
  await app.signOut();

  await page.goBack();
  await hosted.isShown(page);
  await app.open("/lists");
  await hosted.isShown(page);
});

test("a tab that is open elsewhere is signed out too", async ({ app, expectedErrors, person }) => {
  expectedErrors.push(/status of 400/);
  await app.signIn(person);
  const tab = await app.inNewTab();
  await tab.open("/lists");
  await tab.expectConvexAuthenticated();
  await tab.addList("Groceries");

  await app.signOut();
  await expect(tab.list("Groceries")).toBeHidden();
  await expect(tab.page.getByRole("heading", { name: "You have been signed out" })).toBeVisible();
  await tab.expectSignedOut();
});

test("without sign-out redirects in WorkOS, a person ends on the home page, signed out", async ({
  app,
  hosted,
  ownPerson,
  page,
  workos,
}) => {
  await workos.settings({ email: ownPerson.email, knowsSignOutUris: false });
  await app.signIn(ownPerson);

  // WorkOS has one home page, whatever the app.
  await app.signOut(project.homeApp.origin);

  await app.open("/lists");
  await hosted.isShown(page);
});
