/** Pictures of every page of each app, at phone and desktop width, light and dark, for looking at. */
import { chromium, type Page } from "@playwright/test";
import { createControlClient } from "convex-authkit/testing";
import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { browserArguments, findBrowser } from "../../e2e/browser/find.ts";
import { makeAdmin } from "../../e2e/fixtures.ts";
import { localWorkosSignIn } from "../../e2e/pages/hosted-sign-in.ts";
import globalSetup from "../../e2e/stack/global-setup.ts";
import { project } from "../../e2e/stack/project.ts";
import { WORKOS_API_KEY } from "../../e2e/stack/settings.ts";
import { openedBy } from "./src/open-app.ts";

const directory = join(import.meta.dirname, "test-results/screenshots");
const widths = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

await mkdir(directory, { recursive: true });
const stop = await globalSetup();
const workos = createControlClient({
  url: project.workosUrl,
  apiKey: process.env[WORKOS_API_KEY] ?? "",
});
const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArguments });
for (const { name: appName } of project.apps) {
  for (const [device, viewport] of Object.entries(widths)) {
    for (const colorScheme of ["light", "dark"] as const) {
      const context = await browser.newContext({ viewport, colorScheme });
      await visit(await context.newPage(), appName, `${appName}-${device}-${colorScheme}`);
      await context.close();
    }
  }
}
await browser.close();
await stop();

async function visit(page: Page, appName: string, prefix: string) {
  const shoot = async (name: string) => {
    // The header sticks to where the page was scrolled.
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.screenshot({ path: join(directory, `${prefix}-${name}.png`), fullPage: true });
  };
  const app = openedBy(page, appName);
  const email = `ada-${randomUUID().slice(0, 8)}@example.com`;
  const person = { email, firstName: "Ada", lastName: "Lovelace" };

  await app.open();
  await app.signInLink.waitFor();
  await shoot("home");
  await app.open("/nowhere");
  await page.getByRole("heading").waitFor();
  await shoot("not-found");
  await app.open("/callback");
  await page.getByRole("link", { name: "Sign in again" }).waitFor();
  await shoot("sign-in-error");

  await app.open();
  await app.signUpLink.click();
  await page.getByLabel("Email").waitFor();
  await shoot("hosted-sign-up");
  await localWorkosSignIn.signUp(page, person);
  await app.expectConvexAuthenticated();
  await app.expectProfile(person);
  await app.addList("Programs");
  await app.addTodo("Programs", "Write the first program");
  await page.getByRole("checkbox", { name: "Write the first program" }).check();
  await app.addTodo("Programs", "Explain it in a note that is longer than the article itself");
  await app.addList("Groceries");
  await app.list("Groceries").getByRole("button", { name: "Add" }).click();
  await app.list("Groceries").getByRole("alert").getByText("Type a to-do first.").waitFor();
  await shoot("lists");
  await app.open();
  await app.accountMenu.waitFor();
  await shoot("home-signed-in");
  await app.open("/account");
  await page.getByText("This session").waitFor();
  await shoot("account");
  await app.open("/admin");
  await page.getByRole("heading", { name: "This page is for admins" }).waitFor();
  await shoot("admins-only");

  await app.signOut();
  await app.expectSignedOut();
  await makeAdmin((await workos.findUserByEmail(email))!.id);
  await app.open("/admin");
  await localWorkosSignIn.signIn(page, person);
  const blocked = page.getByRole("region", { name: "Blocked domains" });
  await blocked.getByLabel("Add to blocked domains").fill(`${prefix}.example`);
  await blocked.getByRole("button", { name: "Add" }).click();
  await blocked.getByText(`${prefix}.example`).waitFor();
  await blocked.getByRole("button", { name: "Add" }).click();
  await blocked.getByText("Type a domain such as example.com.").waitFor();
  await shoot("admin");
}
