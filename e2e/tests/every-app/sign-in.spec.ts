import { expect, test } from "../../fixtures.ts";

test("a person signs in, and stays so after a reload", async ({ app, hosted, page, person }) => {
  await app.open();
  await app.expectSignedOut();
  await app.signInLink.click();
  await hosted.signIn(page, person);
  await app.expectConvexAuthenticated();
  await app.expectProfile(person);

  await page.reload();
  await app.expectConvexAuthenticated();
  await app.expectProfile(person);
});

test("a protected page asks for a sign-in, and is there after it", async ({
  app,
  hosted,
  page,
  person,
}) => {
  await app.open("/account?from=mail");
  await hosted.signIn(page, person);
  await app.expectConvexAuthenticated("/account?from=mail");
  await expect(page.getByRole("heading", { name: "My account" })).toBeVisible();
});
