import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";

/** Presses a key until something has the focus: it must be on the way. */
async function moveTo(page: Page, target: Locator, key = "Tab") {
  await target.waitFor();
  for (let presses = 0; presses < 30; presses++) {
    await page.keyboard.press(key);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  await expect(target).toBeFocused();
}

test("the keyboard is enough, from the sign-in to a to-do, the menu and a dialog", async ({
  app,
  page,
  person,
}) => {
  await app.open();
  await moveTo(page, app.signInLink);
  await page.keyboard.press("Enter");
  await app.hosted.isShown(page);
  await moveTo(page, page.getByLabel("Email"));
  await page.keyboard.type(person.email);
  await page.keyboard.press("Enter");
  await app.expectConvexAuthenticated();

  await moveTo(page, page.getByLabel("Add to My first list"));
  await page.keyboard.type("Typed");
  await page.keyboard.press("Enter");
  const todo = page.getByRole("checkbox", { name: "Typed" });
  await expect(todo).toBeEnabled();
  await moveTo(page, todo, "Shift+Tab");
  await page.keyboard.press("Space");
  await expect(page.getByText("1 done")).toBeVisible();
  await expect(todo).toBeFocused();

  await moveTo(page, app.accountMenu, "Shift+Tab");
  await page.keyboard.press("Enter");
  const dark = page.getByRole("menuitemradio", { name: "Dark" });
  await moveTo(page, dark, "ArrowDown");
  await page.keyboard.press("Enter");
  await expect(dark).toBeChecked();
  await page.keyboard.press("Escape");
  await expect(app.accountMenu).toBeFocused();

  await moveTo(page, page.getByRole("button", { name: "Delete list My first list" }));
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("alertdialog");
  await moveTo(page, dialog.getByRole("button", { name: "Delete list" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^No lists yet\./)).toBeVisible();
  await expect(page.getByLabel("New list")).toBeFocused();
});
