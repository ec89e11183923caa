import { expect, interceptReturn, test } from "../fixtures.ts";

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

test("a callback in a tab that did not start the sign-in is refused", async ({
  app,
  context,
  expectedErrors,
  hosted,
  page,
  person,
}) => {
  expectedErrors.push(/Couldn't exchange code/);
  // The code verifier is in the session storage of the tab; another tab has another.
  const callbackUrl = new Promise<string>((resolve) => {
    void interceptReturn(page, (url) => {
      resolve(url.href);
      return new URL("about:blank");
    });
  });
  await app.open("/lists");
  await hosted.signIn(page, person);

  const otherTab = await context.newPage();
  await otherTab.goto(await callbackUrl);
  await expect(otherTab.getByRole("heading", { name: "Sign-in did not finish" })).toBeVisible();
  await otherTab.getByRole("main").getByRole("link", { name: "Sign in again" }).click();
  await hosted.isShown(otherTab);
});
