import { expect, test } from "../../fixtures.ts";

test("an admin blocks a domain: sign-ups from it are refused until it is lifted", async ({
  admin,
  app,
  localPages,
  newPerson,
  page,
}) => {
  const domain = newPerson.email.split("@")[1]!;
  const blocked = admin.page.getByRole("region", { name: "Blocked domains" });
  await blocked.getByLabel("Add to blocked domains").fill(domain);
  await blocked.getByRole("button", { name: "Add" }).click();
  await expect(blocked.getByText(domain)).toBeVisible();

  await app.open();
  await app.signUpLink.click();
  await localPages.signUp(page, newPerson);
  expect(await localPages.refusal(page)).toBe(
    `Sign-ups with a ${domain} email address are not allowed.`,
  );

  await blocked.getByRole("button", { name: `Remove ${domain}` }).click();
  await expect(blocked.getByText(domain)).toBeHidden();
  await localPages.signUp(page, newPerson);
  await app.expectConvexAuthenticated();
  await app.expectProfile(newPerson);
});

test("the admin page is closed to everybody else", async ({ app, hosted, page, person }) => {
  await app.open("/admin");
  await hosted.signIn(page, person);
  await expect(page.getByRole("heading", { name: "This page is for admins" })).toBeVisible();
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
