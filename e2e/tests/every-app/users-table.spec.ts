import { expect, test } from "../../fixtures.ts";

test("a new person signs up, and has their row before WorkOS has told of them", async ({
  app,
  localPages,
  newPerson,
  page,
  workos,
}) => {
  await workos.holdWebhooks(newPerson.email);
  await app.open();
  await app.signUpLink.click();
  await localPages.signUp(page, newPerson);

  await app.expectConvexAuthenticated();
  await app.expectProfile(newPerson);
  await expect(app.list("My first list")).toHaveCount(1);

  // The late event finds the row, and does not start it anew.
  await workos.releaseWebhooks(newPerson.email);
  await workos.waitForDelivery({ email: newPerson.email, type: "user.created" });
  await app.expectProfile(newPerson);
  await expect(app.list("My first list")).toHaveCount(1);
});

test("an admin blocks a person: they are out at once, and in again when it is lifted", async ({
  admin,
  app,
  localPages,
  newWindow,
  ownPerson,
}) => {
  await app.signIn(ownPerson);
  await app.expectProfile(ownPerson);
  await expect(app.list("My first list")).toBeVisible();

  const people = admin.page.getByRole("region", { name: "People", exact: true });
  await people.getByRole("button", { name: `Block ${ownPerson.email}` }).click();
  await admin.page.getByRole("alertdialog").getByRole("button", { name: "Block" }).click();
  await expect(app.account).toContainText("Your account is blocked.");
  await expect(app.list("My first list")).toBeHidden();

  const elsewhere = await newWindow();
  await elsewhere.open("/lists");
  await localPages.signIn(elsewhere.page, ownPerson);
  expect(await localPages.refusal(elsewhere.page)).toBe("Your account is blocked.");

  await people.getByRole("button", { name: `Unblock ${ownPerson.email}` }).click();
  await localPages.signIn(elsewhere.page, ownPerson);
  await elsewhere.expectConvexAuthenticated();
  await elsewhere.expectProfile(ownPerson);
});

test("an admin lifts the block of a person who was deleted", async ({
  admin,
  app,
  localPages,
  ownPerson,
  page,
  workos,
}) => {
  const { email, id } = ownPerson;
  const people = admin.page.getByRole("region", { name: "People", exact: true });
  await people.getByRole("button", { name: `Block ${email}` }).click();
  await admin.page.getByRole("alertdialog").getByRole("button", { name: "Block" }).click();
  const unblock = people.getByRole("button", { name: `Unblock ${email}` });
  await expect(unblock).toBeVisible();
  await workos.deleteUser(id);
  await expect(unblock).toBeHidden();
  const blocked = admin.page.getByRole("region", { name: "Blocked people" });
  await blocked.getByRole("button", { name: `Remove ${id}` }).click();
  await blocked.getByRole("button", { name: `Remove ${email}` }).click();
  await expect(blocked.getByText(email)).toBeHidden();

  await app.open();
  await app.signUpLink.click();
  await localPages.signUp(page, ownPerson);
  await app.expectConvexAuthenticated();
});
