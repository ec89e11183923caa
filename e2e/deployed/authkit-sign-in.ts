import { expect, test, type Locator, type Page } from "@playwright/test";
import type { HostedSignIn } from "../pages/hosted-sign-in.ts";

/**
 * AuthKit's own hosted page: the email address, Continue, the password, Continue. The buttons are
 * found by the names that AuthKit's default English page has, the fields by those that they are
 * submitted with: https://workos.com/docs/authkit/hosted-ui.
 *
 * The password goes into nothing that is written down, see `typeSecretly`.
 *
 * @param verdictTimeout how long AuthKit may take over a password, in milliseconds
 */
export function authKitSignIn(password: string, verdictTimeout = 20_000): HostedSignIn {
  return {
    async isShown(page) {
      await expect(emailField(page)).toBeVisible();
    },

    async signIn(page, { email }) {
      const { trace = "off" } = test.info().project.use;
      if (trace !== "off") {
        throw new Error("A trace would have E2E_PASSWORD in it: run this without one.");
      }
      // Somebody who has signed in to one app is let through to another one in the same browser.
      const isBack = page.getByRole("button", { name: "Account menu" });
      await expect(emailField(page).or(isBack)).toBeVisible();
      if (await isBack.isVisible()) return;

      await emailField(page).fill(email);
      const field = page.locator('input[name="password"]:visible');
      // Where a password is the only way in, one page may ask for both.
      if (!(await field.isVisible())) await continueButton(page).click();
      await field.waitFor();
      try {
        await typeSecretly(field, password);
        await continueButton(page).click();
        await field.waitFor({ state: "hidden", timeout: verdictTimeout });
      } catch {
        await typeSecretly(field, "").catch(() => undefined);
        throw new Error(
          `AuthKit did not let ${email} in with E2E_PASSWORD: the screenshot shows what it said.`,
        );
      }
    },
  };
}

function emailField(page: Page): Locator {
  return page.locator('input[name="email"]:visible');
}

/** Not "Continue with Google", nor "Sign in with a passkey". */
function continueButton(page: Page): Locator {
  return page.getByRole("button", { name: /^\s*(continue|sign in)\s*$/i });
}

/**
 * Types without a trace in reports: `fill` and its like have what they type in the title of a step.
 * It dispatches the event by which a page knows that somebody types.
 */
async function typeSecretly(field: Locator, text: string): Promise<void> {
  await field.evaluate((input: HTMLInputElement, value) => {
    input.setRangeText(value, 0, input.value.length, "end");
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }, text);
}
