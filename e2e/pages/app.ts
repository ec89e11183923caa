import { expect, type Locator, type Page } from "@playwright/test";
import type { KnownPerson } from "./hosted-sign-in.ts";

/** An app, as a person sees it. Each has the same pages, so one description serves. */
export class App {
  readonly page: Page;
  readonly origin: string;
  readonly account: Locator;
  readonly signInLink: Locator;
  readonly signUpLink: Locator;
  /** In the header of a person who is signed in. */
  readonly accountMenu: Locator;

  constructor(page: Page, origin: string) {
    this.page = page;
    this.origin = origin;
    this.account = page.getByRole("region", { name: "Account" });
    const header = page.getByRole("banner");
    this.signInLink = header.getByRole("link", { name: "Sign in" });
    this.signUpLink = header.getByRole("link", { name: "Sign up" });
    this.accountMenu = header.getByRole("button", { name: "Account menu" });
  }

  async open(path = "/") {
    await this.page.goto(this.origin + path);
  }

  /** Convex has confirmed the session: not merely that AuthKit has a user. */
  async expectConvexAuthenticated() {
    await expect(this.account.getByRole("status")).toHaveText("Convex-authenticated");
    await expect(this.page).toHaveURL(`${this.origin}/lists`);
  }

  /** What the backend knows of the person has come, with their name if the test knows that. */
  async expectProfile({ firstName, lastName, email }: KnownPerson) {
    if (firstName) await expect(this.account).toContainText(`${firstName} ${lastName}`);
    await expect(this.account).toContainText(email);
  }

  /** Chooses an item of the account menu. */
  async choose(item: string) {
    await this.accountMenu.click();
    await this.page.getByRole("menuitem", { name: item, exact: true }).click();
  }

  async signOut() {
    await this.choose("Sign out");
  }

  async expectSignedOut() {
    await expect(this.signInLink).toBeVisible();
    await expect(this.accountMenu).toBeHidden();
    await expect(this.account).toBeHidden();
  }

  list(name: string): Locator {
    return this.page.getByRole("region", { name, exact: true });
  }

  async addList(name: string) {
    const field = this.page.getByLabel("New list");
    await field.fill(name);
    await field.press("Enter");
    await expect(this.list(name)).toBeVisible();
  }

  /** Removes a list with all that is in it. */
  async removeList(name: string) {
    const isEmpty = (await this.list(name).locator("input[type=checkbox]").count()) === 0;
    await this.page.getByRole("button", { name: `Delete list ${name}` }).click();
    if (!isEmpty) {
      const dialog = this.page.getByRole("alertdialog", { name: `Delete “${name}”?` });
      await dialog.getByRole("button", { name: "Delete list" }).click();
    }
    await expect(this.list(name)).toBeHidden();
  }

  async addTodo(listName: string, text: string) {
    const field = this.list(listName).getByLabel(`Add to ${listName}`);
    await field.fill(text);
    await field.press("Enter");
  }
}
