import { expect, type Page } from "@playwright/test";

export type Person = { email: string; firstName: string; lastName: string };

/** Somebody who exists. Of the test user of a deployment, nothing but the email address is known. */
export type KnownPerson = Pick<Person, "email"> & Partial<Person>;

/** What a person does on AuthKit's hosted pages. One implementation for each AuthKit there is. */
export interface HostedSignIn {
  /** Resolves when the sign-in page is shown. */
  isShown(page: Page): Promise<void>;
  signIn(page: Page, person: KnownPerson): Promise<void>;
}

/** The hosted pages of the local WorkOS, where people sign up too. */
export interface LocalHostedPages extends HostedSignIn {
  signUp(page: Page, person: Person): Promise<void>;
  /** The reason for which the person was not let on. */
  refusal(page: Page): Promise<string>;
  /** Has the next return to the app go where `handle` says, whenever that resolves. */
  interceptReturn(page: Page, handle: (callbackUrl: URL) => URL | Promise<URL>): Promise<void>;
}

export const localWorkosSignIn: LocalHostedPages = {
  async isShown(page) {
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  },

  async signIn(page, { email }) {
    await this.isShown(page);
    await page.getByLabel("Email").fill(email);
    await page.getByRole("button", { name: "Continue", exact: true }).click();
  },

  async signUp(page, { email, firstName, lastName }) {
    await expect(page.getByRole("heading", { name: "Create your account" })).toBeVisible();
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("First name").fill(firstName);
    await page.getByLabel("Last name").fill(lastName);
    await page.getByRole("button", { name: "Continue", exact: true }).click();
  },

  async refusal(page) {
    return await page.getByRole("alert").innerText();
  },

  async interceptReturn(page, handle) {
    // Playwright routes no request that follows from a redirect, so this takes the redirect itself.
    await page.route("**/user_management/authorize?*", async (route) => {
      if (route.request().method() !== "POST") return await route.continue();
      const response = await route.fetch({ maxRedirects: 0 });
      const { location, ...headers } = response.headers();
      if (!location) return await route.fulfill({ response });
      headers.location = (await handle(new URL(location))).href;
      await route.fulfill({ status: response.status(), headers });
    });
  },
};
