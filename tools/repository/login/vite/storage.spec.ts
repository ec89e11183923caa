import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";

const refuse = (names: string[]) => {
  for (const name of names) {
    Object.defineProperty(window, name, {
      get: () => {
        throw new DOMException("Access is denied for this document.", "SecurityError");
      },
    });
  }
};

for (const names of [["localStorage"], ["sessionStorage"], ["localStorage", "sessionStorage"]]) {
  test(`a browser that refuses ${names.join(" and ")} is told so, once`, async ({ app, page }) => {
    await page.addInitScript(refuse, names);
    await expectRefused(app, page);
  });
}

test("a browser whose storage is full is told so, once", async ({ app, page }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
    };
  });
  await expectRefused(app, page);
});

test("a browser that blocks cookies is told so, once", async ({ app, page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "cookieEnabled", { get: () => false });
  });
  await expectRefused(app, page);
});

async function expectRefused(app: { open: (path?: string) => Promise<void> }, page: Page) {
  let loads = 0;
  page.on("load", () => loads++);
  for (const path of ["/", "/lists", "/sign-in", "/callback?code=bogus"]) {
    loads = 0;
    await app.open(path);
    await expect(
      page.getByRole("heading", { name: "Your browser blocks storage for this site" }),
    ).toBeVisible();
    await page.waitForLoadState("networkidle");
    expect(loads, `loads of ${path}`).toBe(1);
    await expect(page.getByRole("banner")).toHaveCount(0);
  }
}
