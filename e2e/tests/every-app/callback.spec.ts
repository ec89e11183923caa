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
