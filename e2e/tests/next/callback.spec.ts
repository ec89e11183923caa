import { expect, test } from "../../fixtures.ts";

test("a callback with another state than the browser's is refused", async ({
  app,
  hosted,
  page,
  person,
}) => {
  await page.route(
    "**/callback?*",
    async (route) => {
      const url = new URL(route.request().url());
      url.searchParams.set("state", `${url.searchParams.get("state")}x`);
      await route.fulfill({ status: 302, headers: { location: url.href } });
    },
    { times: 1 },
  );
  await app.open("/lists");
  await hosted.signIn(page, person);

  await expect(page.getByRole("heading", { name: "That sign-in did not finish" })).toBeVisible();
  await app.expectSignedOut();
  await page.getByRole("link", { name: "Sign in again" }).click();
  await hosted.isShown(page);
});
