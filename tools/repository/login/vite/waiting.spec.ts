import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";

test.beforeEach(async ({ app, page, person }) => {
  await app.signIn(person);
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 1_000);
});

// The checks of every test wait for timers.
test.afterEach(({ page }) => page.clock.resume());

test("a page that waits is shown after 150 ms", async ({ app, page }) => {
  const answer = await holdAnswer(page);
  await app.open("/lists");
  await page.clock.runFor(1);
  await expect(page.locator("main")).toBeAttached();
  await page.clock.runFor(148);
  await expect(page.getByRole("banner")).toBeHidden();
  await page.clock.runFor(1);
  await expect(page.getByRole("banner")).toBeVisible();
  await expect(page.getByRole("status")).toBeAttached();
  answer();
  await expect(app.list("My first list")).toBeVisible();
});

test("a page that is soon complete is shown at once", async ({ app, page }) => {
  const answer = await holdAnswer(page);
  await app.open("/lists");
  await page.clock.runFor(1);
  await expect(page.locator("main")).toBeAttached();
  answer();
  await expect(app.list("My first list")).toBeVisible();
});

test("home is shown before WorkOS has answered", async ({ app, page }) => {
  const answer = await holdAnswer(page);
  await app.open();
  await page.clock.runFor(1);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  answer();
  await expect(page.getByRole("link", { name: "Open my lists" })).toBeVisible();
});

/** Keeps back what WorkOS answers to the question who is signed in, until the returned function is called. */
async function holdAnswer(page: Page) {
  let answer = () => {};
  const isAnswered = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/user_management/authenticate", async (route) => {
    await isAnswered;
    await route.continue();
  });
  return answer;
}
