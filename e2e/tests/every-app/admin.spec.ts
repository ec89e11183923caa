import { expect, makeAdmin, test } from "../../fixtures.ts";

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

test("an admin of whom WorkOS has not told yet opens the admin page first", async ({
  app,
  localPages,
  newPerson,
  page,
  workos,
}) => {
  const { email, firstName, lastName } = newPerson;
  await workos.holdWebhooks(email);
  const { id } = await workos.createUser({ email, first_name: firstName, last_name: lastName });
  await makeAdmin(id);
  await app.open("/admin");
  await localPages.signIn(page, newPerson);
  await expect(page.getByRole("heading", { name: "Admin", exact: true })).toBeVisible();
});
