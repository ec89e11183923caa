import { randomUUID } from "node:crypto";
import { expect, test } from "../../fixtures.ts";

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
  const list = `List ${randomUUID()}`;
  await tab.addList(list);

  await app.signOut();
  await expect(tab.list(list)).toBeHidden();
  await expect(tab.page.getByRole("heading", { name: "You have been signed out" })).toBeVisible();
  await tab.expectSignedOut();

  await app.signIn(person);
  await app.removeList(list);
});
