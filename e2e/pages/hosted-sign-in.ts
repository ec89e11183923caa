import { expect, type Page } from "@playwright/test";

export type Person = { email: string; firstName: string; lastName: string };

/** How people sign in on AuthKit's hosted page. */
export type HostedSignIn = {
  /** Resolves when the page is shown. */
  isShown(page: Page): Promise<void>;
  signIn(page: Page, person: Person): Promise<void>;
};

export const localWorkosSignIn: HostedSignIn = {
  async isShown(page) {
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  },

  async signIn(page, { email }) {
    await this.isShown(page);
    await page.getByLabel("Email").fill(email);
    await page.getByRole("button", { name: "Continue", exact: true }).click();
  },
};

export async function signUp(page: Page, { email, firstName, lastName }: Person) {
  await expect(page.getByRole("heading", { name: "Create your account" })).toBeVisible();
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("First name").fill(firstName);
  await page.getByLabel("Last name").fill(lastName);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
}

/** The sentence with which the hosted page lets nobody on. */
export async function refusal(page: Page): Promise<string> {
  return await page.getByRole("alert").innerText();
}
