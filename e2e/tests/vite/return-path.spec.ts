import { expect, test } from "../../fixtures.ts";

const returnPath = "/lists?from=mail&code=summer&state=new#second";

test("a sign-in leads to where the person was going, with query and fragment", async ({
  app,
  hosted,
  page,
  person,
}) => {
  await app.open(returnPath);
  await hosted.signIn(page, person);
  await expect(app.account).toBeVisible();
  await expect(page).toHaveURL(app.origin + returnPath);
});

test("a sign-in leads to no other site", async ({ app, hosted, page, person }) => {
  await app.open("/sign-in?returnTo=https://evil.example/");
  await hosted.signIn(page, person);
  await expect(page).toHaveURL(`${app.origin}/lists`);
});

test("signing in again leads to where the session has ended", async ({
  app,
  hosted,
  ownPerson,
  page,
  workos,
}) => {
  test.setTimeout(120_000);
  await workos.settings({ email: ownPerson.email, accessTokenLifetimeSeconds: 15 });
  await app.open("/account?tab=1#sign-ins");
  await hosted.signIn(page, ownPerson);
  await expect(app.account).toBeVisible();

  await workos.revokeSessions(ownPerson.email);
  await expect(page.getByRole("heading", { name: "You have been signed out" })).toBeVisible({
    timeout: 60_000,
  });
  await app.expectSignedOut();
  await page.getByRole("link", { name: "Sign in again" }).click();
  await hosted.signIn(page, ownPerson);
  await expect(app.account).toBeVisible();
  await expect(page).toHaveURL(`${app.origin}/account?tab=1#sign-ins`);
});
