import { expect, test } from "../fixtures.ts";

test("a word that is longer than the window does not widen the page", async ({ app, person }) => {
  await app.signIn(person);
  const name = "Groceries";
  await app.addList(name);
  await app.addTodo(name, "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenfabrik");
  await expect(app.list(name).getByRole("checkbox")).toBeVisible();
});

test("a theme that was chosen is there before anything is shown", async ({ app, page, person }) => {
  await app.signIn(person);
  await app.accountMenu.click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector("body > :not(script)")) return;
      observer.disconnect();
      document.documentElement.dataset.firstTheme = document.documentElement.dataset.theme;
    }).observe(document, { childList: true, subtree: true });
  });
  await app.open();
  await app.expectSignedIn();
  await expect(page.locator("html")).toHaveAttribute("data-first-theme", "dark");
});

test("nothing moves while a page loads", async ({ admin }) => {
  const { page } = admin;
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      const { dataset } = document.documentElement;
      for (const shift of list.getEntries()) {
        dataset.moved = String(Number(dataset.moved ?? 0) + Number(Reflect.get(shift, "value")));
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  for (const [path, region] of [
    ["/lists", "My first list"],
    ["/account", "Sign-in activity"],
    ["/admin", "People"],
  ] as const) {
    await admin.open(path);
    await expect(page.getByRole("region", { name: region, exact: true })).toBeVisible();
    await admin.expectSignedIn();
    const moved = await page.evaluate(async () => {
      // It is told after the frame in which something has moved.
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
      return document.documentElement.dataset.moved;
    });
    expect(Number(moved ?? 0), path).toBeLessThan(0.001);
  }
});

test("people who prefer dark pages get them", async ({ app, page }) => {
  const background = () =>
    page.evaluate(() => {
      const canvas = document.createElement("canvas").getContext("2d")!;
      canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
      canvas.fillRect(0, 0, 1, 1);
      return Math.max(...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3));
    });
  await page.emulateMedia({ colorScheme: "light" });
  await app.open();
  await app.expectSignedOut();
  expect(await background()).toBeGreaterThan(200);
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await background()).toBeLessThan(60);
});
