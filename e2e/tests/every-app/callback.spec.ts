import { expect, test } from "../../fixtures.ts";

test.describe("a callback that cannot be finished says so, and offers a way on", () => {
  test.afterEach(async ({ app, hosted, page }) => {
    await expect(page.getByRole("heading", { name: "Sign-in did not finish" })).toBeVisible();
    await app.expectSignedOut();
    await page.getByRole("main").getByRole("link", { name: "Sign in again" }).click();
    await hosted.isShown(page);
  });

  test("without a code", async ({ app }) => {
    await app.open("/callback");
  });

  test("with WorkOS's error in place of a code", async ({ app }) => {
    await app.open("/callback?error=access_denied&error_description=No");
  });

  test("with a code that was used already", async ({ app, hosted, page, person, context }) => {
    const callback = page.waitForRequest((request) => request.url().includes("/callback?code="));
    await app.open("/lists");
    await hosted.signIn(page, person);
    const usedUrl = (await callback).url();
    await app.expectConvexAuthenticated();

    await app.signOut();
    await app.expectSignedOut();
    await context.clearCookies();
    await page.goto(usedUrl);
  });
});
