import { expect, test } from "../fixtures.ts";

test("a page whose code went with a deploy says that it did not load, and is there at the next try", async ({
  app,
  expectedErrors,
  page,
  person,
}) => {
  expectedErrors.push(/404/, /dynamically imported module/);
  await app.signIn(person);
  const code = `${app.origin}/assets/account-*.js`;
  await page.route(code, (route) => route.fulfill({ status: 404 }));
  await page.evaluate(() => history.pushState(null, "", "/account"));
  await expect(page.getByRole("heading", { name: "This page did not load" })).toBeVisible();

  await page.unroute(code);
  await page.getByRole("button", { name: "Try again" }).click();
  await app.expectConvexAuthenticated("/account");
});
