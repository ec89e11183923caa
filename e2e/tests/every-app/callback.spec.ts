import { expect, test } from "../../fixtures.ts";

test.describe("a callback that cannot be finished says so, and offers a way on", () => {
  test.afterEach(async ({ app, hosted, page }) => {
    const heading = page.getByRole("heading", { name: "Sign-in did not finish" });
    await expect(heading).toBeVisible();
    await app.expectSignedOut();
    await page.getByRole("main").getByRole("link", { name: "Sign in again" }).click();
    await hosted.isShown(page);
    await page.goBack();
    await expect(heading).toBeVisible();
  });

  test("without a code", async ({ app }) => {
    await app.open("/callback");
  });

  test("with WorkOS's error in place of a code", async ({ app }) => {
    await app.open("/callback?error=access_denied&error_description=No");
  });

  test("with a code that was used already", async ({
    app,
    context,
    expectedErrors,
    page,
    person,
  }) => {
    expectedErrors.push(/Couldn't exchange code/);
    const callback = page.waitForRequest((request) => request.url().includes("/callback?code="));
    await app.signIn(person);
    await app.signOut();
    await context.clearCookies();
    await page.goto((await callback).url());
  });
});

test("a code that this app did not ask for starts a sign-in, and is not used", async ({
  app,
  hosted,
  ownPerson,
  page,
  person,
  workos,
}) => {
  const { email } = ownPerson;
  const redirectUri = `${app.origin}/callback`;
  // As WorkOS does where it has not been told where the app starts a sign-in.
  await workos.settings({ email, initiateLoginUri: null });
  await page.goto(await workos.startSignIn(email, { redirectUri }));
  await hosted.signIn(page, person);
  await app.expectConvexAuthenticated();
  await app.expectProfile(person);

  // Nor does it end the session that there is, or take its place.
  await page.goto(await workos.startSignIn(email, { redirectUri }));
  await hosted.isShown(page);
  await app.open("/lists");
  await app.expectProfile(person);
});

test("a sign-in that the WorkOS dashboard starts at the app ends in it", async ({
  app,
  ownPerson,
  page,
  workos,
}) => {
  const { email } = ownPerson;
  await workos.settings({ email, initiateLoginUri: `${app.origin}/sign-in` });
  await page.goto(await workos.startSignIn(email));
  await app.expectConvexAuthenticated();
  await app.expectProfile(ownPerson);
});
