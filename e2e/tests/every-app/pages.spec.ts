import { expect, test } from "../../fixtures.ts";

test("each page has a title of its own", async ({ app, page, person }) => {
  await app.open();
  await expect(page).toHaveTitle("Tandem");
  await app.signIn(person);
  for (const [path, title] of [
    ["/lists", "My lists · Tandem"],
    ["/account", "My account · Tandem"],
    ["/admin", "Admin · Tandem"],
  ] as const) {
    await app.open(path);
    await expect(page).toHaveTitle(title);
    // A page that is left while it refreshes its session can lose it: the refresh token is used up.
    await app.expectSignedIn();
  }
});

test("a page that does not exist says so, and leads home", async ({
  app,
  expectedErrors,
  page,
}) => {
  expectedErrors.push(/404/);
  const heading = page.getByRole("heading", { name: "Page not found" });
  await app.open("/nowhere");
  await expect(heading).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Home" }).click();
  await expect(page).toHaveURL(`${app.origin}/`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("To-do lists");
  await page.goBack();
  await expect(heading).toBeVisible();
});

test("the admin page is closed to everybody else", async ({ app, hosted, page, person }) => {
  await app.open("/admin");
  await hosted.signIn(page, person);
  await expect(page.getByRole("heading", { name: "This page is for admins" })).toBeVisible();
});
