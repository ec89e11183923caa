import { expect, test } from "../../fixtures.ts";

test("a callback with another state than the browser's is refused", async ({
  app,
  hosted,
  interceptReturnToApp,
  page,
  person,
}) => {
  await interceptReturnToApp(page, (callbackUrl) => {
    callbackUrl.searchParams.set("state", `${callbackUrl.searchParams.get("state")}x`);
    return callbackUrl;
  });
  await app.open("/lists");
  await hosted.signIn(page, person);

  await expect(page.getByRole("heading", { name: "Sign-in did not finish" })).toBeVisible();
  await app.expectSignedOut();
  await page.getByRole("link", { name: "Sign in again" }).click();
  await hosted.isShown(page);
});
