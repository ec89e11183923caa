import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures.ts";

const NARROW = { width: 320, height: 700 };

/** Nothing is wider than the window: there is no scrolling in two directions (WCAG 1.4.10). */
async function expectNoOverflow(page: Page) {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width, `the width of ${page.url()}`).toBeLessThanOrEqual(NARROW.width);
}

test("no page is wider than a narrow window, for a stranger", async ({ app, page }) => {
  await page.setViewportSize(NARROW);
  for (const path of ["/", "/nowhere", "/callback"]) {
    await app.open(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await app.expectSignedOut();
    await expectNoOverflow(page);
  }
});

test("no page is wider than a narrow window, for whoever is signed in", async ({
  addOwnList,
  app,
  hosted,
  page,
  person,
}) => {
  await page.setViewportSize(NARROW);
  await app.open("/lists");
  await hosted.signIn(page, person);
  await app.expectConvexAuthenticated();
  const name = await addOwnList();
  await app.addTodo(name, "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenfabrik");
  await expect(app.list(name).getByRole("checkbox")).toBeVisible();
  await expectNoOverflow(page);

  for (const path of ["/", "/nowhere", "/admin", "/account"]) {
    await app.open(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(app.accountMenu).toBeVisible();
    await expectNoOverflow(page);
  }
  await expect(page.getByText("This session")).toBeVisible();
  await expectNoOverflow(page);
});

test("the admin page is not wider than a narrow window", async ({ admin, person }) => {
  await admin.page.setViewportSize(NARROW);
  const people = admin.page.getByRole("region", { name: "People" });
  await expect(people.getByText(person.email)).toBeVisible();
  await expectNoOverflow(admin.page);
});

test("each page has a title of its own", async ({ app, hosted, page, person }) => {
  await app.open();
  await expect(page).toHaveTitle("Tandem");
  await app.open("/lists");
  await hosted.signIn(page, person);
  await app.expectConvexAuthenticated();
  await expect(page).toHaveTitle("My lists · Tandem");
  for (const [path, title] of [
    ["/account", "My account · Tandem"],
    ["/admin", "Who may sign up · Tandem"],
  ] as const) {
    await app.open(path);
    await expect(page).toHaveTitle(title);
    // A page that is left while it refreshes its session can lose it: the refresh token is used up.
    await expect(app.accountMenu).toBeVisible();
  }
});

test("a page that does not exist says so, and leads home", async ({ app, page }) => {
  await app.open("/nowhere");
  await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Home" }).click();
  await expect(page).toHaveURL(`${app.origin}/`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("To-do lists");
});

test("whoever prefers dark pages gets them", async ({ app, page }) => {
  const background = () =>
    page.evaluate(() => {
      const canvas = document.createElement("canvas").getContext("2d")!;
      canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
      canvas.fillRect(0, 0, 1, 1);
      return Math.max(...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3));
    });
  await page.emulateMedia({ colorScheme: "light" });
  await app.open();
  expect(await background()).toBeGreaterThan(200);
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await background()).toBeLessThan(60);
});
