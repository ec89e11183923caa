import { test } from "../fixtures.ts";

test.describe("a callback that cannot be finished leaves whoever is signed in signed in", () => {
  test.beforeEach(async ({ app, expectedErrors, person }) => {
    expectedErrors.push(/Couldn't exchange code|status of 400|The code 'bogus'/);
    await app.signIn(person);
  });

  test.afterEach(async ({ app, person }) => {
    await app.expectConvexAuthenticated();
    await app.expectProfile(person);
    await app.expectSignedIn();
  });

  test("with a code that nobody asked for", async ({ app }) => {
    await app.open("/callback?code=bogus&state=null");
  });

  test("with a code that is refused", async ({ app, page }) => {
    // A sign-in that was begun in this tab, and left.
    await page.evaluate(() => sessionStorage.setItem("workos:code-verifier", "v".repeat(43)));
    const refusal = page.waitForResponse((response) => response.status() === 400);
    await app.open("/callback?code=bogus&state=null");
    await refusal;
  });
});
