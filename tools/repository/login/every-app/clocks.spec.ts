import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";

for (const [clock, minutes] of [
  ["ten minutes ahead", 10],
  ["five hours ahead", 300],
  ["ten minutes behind", -10],
] as const) {
  test(`a visitor's clock that is ${clock} costs no storm of requests`, async ({
    app,
    page,
    shortSession,
  }) => {
    await page.addInitScript((milliseconds) => {
      const now = Date.now;
      Date.now = () => now() + milliseconds;
    }, minutes * 60_000);
    const { next } = await shortSession();

    const refreshes = watchRefreshes(page);
    for (let times = 0; times < 2; times++) await next("Authenticate");
    await app.addList("Groceries");
    expect(refreshes.length).toBeLessThanOrEqual(4);
  });
}

test("a laptop that has slept for eight hours goes on where it was", async ({
  app,
  page,
  person,
}) => {
  await page.clock.install();
  await app.signIn(person);
  await app.addList("Groceries");

  const refreshes = watchRefreshes(page);
  await page.clock.fastForward("08:00:00");
  await app.addTodo("Groceries", "Milk");
  await expect(app.list("Groceries").getByRole("checkbox", { name: "Milk" })).toBeVisible();
  await app.expectConvexAuthenticated();
  expect(refreshes.length).toBeLessThanOrEqual(4);
});

test("a tab in the background keeps its content, and is up to date when it is shown", async ({
  app,
  page,
  person,
  shortSession,
  workos,
}) => {
  const { tokenHasExpired } = await shortSession();
  await app.addList("Groceries");
  await show(page, false);
  const refreshes = watchRefreshes(page);
  await tokenHasExpired();
  await workos.updateUser(person.id, { first_name: "Augusta" });
  await show(page, true);
  await app.expectProfile({ ...person, firstName: "Augusta" });
  await expect(app.list("Groceries")).toBeVisible();
  expect(refreshes.length).toBeLessThanOrEqual(4);
});

test("WorkOS's clock that is ten minutes behind is said, to people who come and who are there", async ({
  app,
  expectedErrors,
  hosted,
  page,
  person,
  shortSession,
  workos,
}) => {
  // Convex's client says the last when it may not authenticate and is about to send something.
  expectedErrors.push(/503/, /Failed to authenticate/, /WebSocket is already in CLOSING/);
  const said = page.getByRole("heading", { name: "A server clock is wrong" });
  await shortSession();
  const refreshes = watchRefreshes(page);
  await workos.settings({ email: person.email, accessTokenAgeSeconds: 600 });
  await app.open("/lists");
  await expect(said).toBeVisible();
  await page.getByRole("link", { name: "Sign in again" }).click();
  await hosted.signIn(page, person);
  await expect(said).toBeVisible();
  expect(refreshes.length).toBeLessThanOrEqual(8);
});

test("WorkOS's clock that is ten minutes ahead costs nothing", async ({
  app,
  page,
  person,
  workos,
}) => {
  await workos.settings({ email: person.email, accessTokenAgeSeconds: -600 });
  await app.signIn(person);
  const refreshes = watchRefreshes(page);
  await app.addList("Groceries");
  await page.reload();
  await app.expectConvexAuthenticated();
  await expect(app.list("Groceries")).toBeVisible();
  expect(refreshes.length).toBeLessThanOrEqual(2);
});

/** What the browser tells a page when its tab is left, or chosen. */
async function show(page: Page, isShown: boolean) {
  await page.evaluate((isShown) => {
    Object.defineProperty(document, "hidden", { configurable: true, value: !isShown });
    const visibilityState = isShown ? "visible" : "hidden";
    Object.defineProperty(document, "visibilityState", {
      configurable: true,
      value: visibilityState,
    });
    document.dispatchEvent(new Event("visibilitychange"));
  }, isShown);
}

/** The requests for another access token that a page sends from now on. */
function watchRefreshes(page: Page): string[] {
  const refreshes: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (request.method() === "POST" && /\/(access-token|authenticate)$/.test(pathname)) {
      refreshes.push(pathname);
    }
  });
  return refreshes;
}
