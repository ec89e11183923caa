import { expect, test } from "../../fixtures.ts";

test("a callback in a tab that did not start the sign-in is refused", async ({
  app,
  context,
  expectedErrors,
  hosted,
  localPages,
  page,
  person,
}) => {
  expectedErrors.push(/Couldn't exchange code/);
  // The code verifier is in the session storage of the tab; another tab has another.
  const callbackUrl = new Promise<string>((resolve) => {
    void localPages.interceptReturn(page, (url) => {
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
