import { expect, test } from "../../fixtures.ts";

test("a callback in a tab that did not start the sign-in is refused", async ({
  app,
  context,
  hosted,
  page,
  person,
}) => {
  // The code verifier is in the session storage of the tab; another tab has another.
  let callbackUrl = "";
  await page.route("**/callback?*", async (route) => {
    callbackUrl = route.request().url();
    await route.fulfill({ body: "Stopped on the way." });
  });
  await app.open("/lists");
  await hosted.signIn(page, person);
  await expect(page.getByText("Stopped on the way.")).toBeVisible();

  const otherTab = await context.newPage();
  await otherTab.goto(callbackUrl);
  await expect(
    otherTab.getByRole("heading", { name: "That sign-in did not finish" }),
  ).toBeVisible();
  await otherTab.getByRole("main").getByRole("link", { name: "Sign in again" }).click();
  await hosted.isShown(otherTab);
});
