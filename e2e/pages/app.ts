import { expect, type Locator, type Page } from "@playwright/test";
import type { HostedSignIn, Person } from "./hosted-sign-in.ts";

/** An app, as a person sees it. Each has the same pages, so one description serves. */
export class App {
  readonly page: Page;
  readonly origin: string;
  readonly hosted: HostedSignIn;
  readonly account: Locator;
  readonly signInLink: Locator;
  readonly signUpLink: Locator;
  /** In the header of a person who is signed in. */
  readonly accountMenu: Locator;

  constructor(page: Page, origin: string, hosted: HostedSignIn) {
    this.page = page;
    this.origin = origin;
    this.hosted = hosted;
    this.account = page.getByRole("region", { name: "Account" });
    const header = page.getByRole("banner");
    this.signInLink = header.getByRole("link", { name: "Sign in" });
    this.signUpLink = header.getByRole("link", { name: "Sign up" });
    this.accountMenu = header.getByRole("button", { name: "Account menu" });
  }

  async open(path = "/") {
    await this.page.goto(this.origin + path);
  }

  /** The app in another tab of the same browser. */
  async inNewTab(): Promise<App> {
    return new App(await this.page.context().newPage(), this.origin, this.hosted);
  }

  /** Opens a protected page, and signs in to get there. */
  async signIn(person: Person, path = "/lists") {
    await this.open(path);
    await this.hosted.signIn(this.page, person);
    await this.expectConvexAuthenticated(path);
  }

  /** Convex has confirmed the session, and the page is live: not merely that AuthKit has a user. */
  async expectConvexAuthenticated(path = "/lists") {
    await expect(this.account.getByRole("status")).toHaveText("Convex-authenticated");
    await expect(this.account).toHaveAttribute("aria-busy", "false");
    await expect(this.page).toHaveURL(this.origin + path);
  }

  /** Signs out, which leads to the home page: this app's, unless WorkOS knows no other than `home`. */
  async signOut(home = this.origin) {
    await this.choose("Sign out");
    await expect(this.page).toHaveURL(`${home}/`);
    await this.expectSignedOut();
  }

  async expectSignedIn() {
    await expect(this.accountMenu).toBeVisible();
  }

  /** What the backend knows of the person has come. */
  async expectProfile({ firstName, lastName, email }: Person) {
    await expect(this.account).toContainText(`${firstName} ${lastName}`);
    await expect(this.account).toContainText(email);
  }

  /** Chooses an item of the account menu. */
  async choose(item: string) {
    await this.accountMenu.click();
    await this.page.getByRole("menuitem", { name: item, exact: true }).click();
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
    // It is shown before the backend has made it, and can be added to after that.
    await this.list(name).getByLabel(`Add to ${name}`).click({ trial: true });
  }

  /** Removes a list with all that is in it. The app asks first, if there is something in it. */
  async removeList(name: string) {
    await expect(this.list(name)).toBeVisible();
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
