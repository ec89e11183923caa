import { expect, openedBy, test } from "../../fixtures.ts";

test("a new person signs up, and has their row before WorkOS has told of them", async ({
  app,
  hosted,
  newPerson,
  page,
  workos,
}) => {
  await workos.holdWebhooks(newPerson.email);
  await app.open();
  await app.signUpLink.click();
  await hosted.signUp(page, newPerson);

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
  appName,
  browser,
  hosted,
  page,
  person,
}) => {
  await app.open("/lists");
  await hosted.signIn(page, person);
  await app.expectProfile(person);
  await expect(app.list("My first list")).toBeVisible();

  const people = admin.page.getByRole("region", { name: "People" });
  await people.getByRole("button", { name: `Block ${person.email}` }).click();
  await expect(app.account).toContainText("Your account is blocked.");
  await expect(app.list("My first list")).toBeHidden();

  const elsewhere = openedBy(await (await browser.newContext()).newPage(), appName);
  await elsewhere.open("/lists");
  await hosted.signIn(elsewhere.page, person);
  expect(await hosted.refusal(elsewhere.page)).toBe("Your account is blocked.");

  await people.getByRole("button", { name: `Unblock ${person.email}` }).click();
  await hosted.signIn(elsewhere.page, person);
  await elsewhere.expectConvexAuthenticated();
  await elsewhere.expectProfile(person);
  await elsewhere.page.context().close();
});
