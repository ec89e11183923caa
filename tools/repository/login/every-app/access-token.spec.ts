import { expect, test } from "../fixtures.ts";

test("an outage of WorkOS costs nothing, and the page goes on by itself after it", async ({
  app,
  expectedErrors,
  person,
  shortSession,
  workos,
}) => {
  const augusta = { ...person, firstName: "Augusta" };
  expectedErrors.push(/503/);
  const { next, setOutage, tokenHasExpired } = await shortSession();
  await app.addList("Groceries");

  await test.step("WorkOS is down until the access token has expired: all stays", async () => {
    await setOutage(true);
    await tokenHasExpired();
    // Convex looks at a token again when it has news for who brought it.
    const refused = next("AuthError");
    await workos.updateUser(person.id, { first_name: augusta.firstName });
    await refused;
    await app.expectProfile(person);
    await expect(app.list("Groceries")).toBeVisible();
    await app.expectSignedIn();
  });

  await test.step("WorkOS is back: the page goes on by itself", async () => {
    await setOutage(false);
    await expect(app.account).toContainText(augusta.firstName, { timeout: 30_000 });
    await app.expectProfile(augusta);
    await app.expectConvexAuthenticated();
  });
});

test("a page that loads while WorkOS is down keeps the session, and goes on by itself", async ({
  app,
  context,
  expectedErrors,
  page,
  person,
  shortSession,
}) => {
  expectedErrors.push(/503/);
  const { setOutage, tokenHasExpired } = await shortSession();

  // Away from the app, so that nothing there is refreshing the session when WorkOS goes down.
  await page.goto("about:blank");
  await tokenHasExpired();
  await setOutage(true);
  await app.open("/lists");
  await expect(
    page.getByRole("heading", { name: "The sign-in service is not responding" }),
  ).toBeVisible({ timeout: 30_000 });
  // Nor has a sign-in begun.
  expect((await context.cookies()).filter(({ name }) => name.includes("verifier"))).toEqual([]);

  await setOutage(false);
  await expect(app.account).toBeVisible({ timeout: 30_000 });
  await app.expectConvexAuthenticated();
  await app.expectProfile(person);
});

test("the end of a session is said, and signing in again leads back to the page", async ({
  app,
  expectedErrors,
  hosted,
  page,
  person,
  shortSession,
  workos,
}) => {
  expectedErrors.push(/400/);
  await shortSession("/account?tab=1&n=2");

  await workos.revokeSessions(person.email);
  await expect(page.getByRole("heading", { name: "You have been signed out" })).toBeVisible({
    timeout: 60_000,
  });
  await app.expectSignedOut();
  await page.getByRole("link", { name: "Sign in again" }).click();
  await hosted.signIn(page, person);
  await app.expectConvexAuthenticated("/account?tab=1&n=2");
  await app.expectProfile(person);
});
