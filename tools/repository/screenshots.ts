/**
 * Pictures of each app's pages and states, for looking at: `node screenshots.ts [app]`. The README's
 * are made anew by `node screenshots.ts --readme`.
 */
import { chromium, type Browser, type Page } from "@playwright/test";
import { createControlClient } from "convex-authkit/testing";
import { randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { browserArguments, findBrowser } from "../../e2e/browser/find.ts";
import { makeAdmin } from "./login/fixtures.ts";
import { localWorkosSignIn as hosted, signUp } from "../../e2e/pages/hosted-sign-in.ts";
import { project, WORKOS_API_KEY } from "../../e2e/stack/project.ts";
import globalSetup, { BLOCKED_DOMAIN } from "./login/global-setup.ts";
import { openedBy } from "./src/open-app.ts";
import { looksFile, looksOf, makeLists, pictureSettings } from "./src/readme-picture.ts";

const directory = join(import.meta.dirname, "test-results/screenshots");
const widths = [320, 360, 1440];

await mkdir(directory, { recursive: true });
const stop = await globalSetup();
const workos = createControlClient({
  url: project.workosUrl,
  apiKey: process.env[WORKOS_API_KEY] ?? "",
});
const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArguments });
const isForReadme = process.argv[2] === "--readme";
const looks: Record<string, string> = {};
try {
  for (const [index, { name }] of project.apps.entries()) {
    if (isForReadme) looks[name] = await picture(browser, name, index === 0);
    else if ((process.argv[2] ?? name) === name) await visit(browser, name);
  }
  if (isForReadme) await writeFile(looksFile, `${JSON.stringify(looks, null, 2)}\n`);
} finally {
  await browser.close();
  await stop();
}

async function visit(browser: Browser, appName: string) {
  const open = async () => openedBy(await (await browser.newContext()).newPage(), appName);

  /** What the page shows now: at each width, light and dark. */
  async function shoot(page: Page, name: string) {
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        // The header sticks to where the page was scrolled.
        await page.evaluate(() => window.scrollTo(0, 0));
        const path = join(directory, `${appName}-${name}-${width}-${colorScheme}.png`);
        await page.screenshot({ path, fullPage: true, animations: "disabled" });
      }
    }
  }

  const app = await open();
  const { page } = app;
  const main = page.getByRole("main");
  const id = randomUUID().slice(0, 8);
  const person = { email: `ada-${id}@example.com`, firstName: "Ada", lastName: "Lovelace" };

  // Signed out.
  await app.open();
  await app.signInLink.waitFor();
  await shoot(page, "home");
  await app.open("/nowhere");
  await page.getByRole("heading").waitFor();
  await shoot(page, "not-found");
  await app.open("/callback");
  await page.getByRole("link", { name: "Sign in again" }).waitFor();
  await shoot(page, "sign-in-error");
  await app.open();
  await app.signUpLink.click();
  await signUp(page, { ...person, email: `eve@${BLOCKED_DOMAIN}` });
  await page.getByRole("alert").waitFor();
  await shoot(page, "hosted-sign-up-refused");

  // Their own lists.
  await signUp(page, person);
  await app.expectConvexAuthenticated();
  await app.expectProfile(person);
  await shoot(page, "lists-first");
  await app.removeList("My first list");
  await shoot(page, "lists-empty");
  await app.addList("Groceries");
  await page.getByLabel("Add to Groceries").press("Enter");
  await page.getByText("Type a to-do first.").waitFor();
  await app.addList("רשימת קניות 🛒");
  for (const text of ["חלב", "لبن", "👩‍👩‍👧 Cake"]) await app.addTodo("רשימת קניות 🛒", text);
  await app.addList("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen");
  await app.addList("The analytical engine");
  for (const text of [
    "Write the first program",
    "Explain it in a note that is longer than the article itself",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenfabrik",
    ...[1, 2, 3, 4, 5, 6, 7, 8].map((number) => `Punch card ${number}`),
  ]) {
    await app.addTodo("The analytical engine", text);
  }
  for (const text of ["Write the first program", "Punch card 1", "Punch card 2"]) {
    await page.getByRole("checkbox", { name: text }).check();
  }
  await page.getByRole("button", { name: "Delete Punch card 3" }).click();
  await page.getByText("Deleted Punch card 3.").waitFor();
  await shoot(page, "lists");
  await page.getByRole("button", { name: "Delete list The analytical engine" }).click();
  await page.getByRole("alertdialog").waitFor();
  await shoot(page, "dialog");
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.context().setOffline(true);
  await app.addTodo("Groceries", "Typed without a connection");
  await page.getByText("Reconnecting…").waitFor();
  await shoot(page, "lists-offline");
  await page.context().setOffline(false);
  await app.open();
  await app.expectSignedIn();
  await shoot(page, "home-signed-in");

  // Organizations, and the rest of a person's pages.
  await app.open("/organization");
  await main.getByRole("link", { name: "Create organization" }).waitFor();
  await shoot(page, "no-organization");
  await main.getByRole("link", { name: "Create organization" }).click();
  await page.getByRole("button", { name: "Create organization" }).click();
  await page.getByText("Type a name first.").waitFor();
  await shoot(page, "new-organization");
  for (const name of ["Looms", "The Society for the Diffusion of Useful Analytical Knowledge"]) {
    await app.open("/organization/new");
    await page.getByLabel("Name").fill(name);
    await page.getByRole("button", { name: "Create organization" }).click();
    await page.getByRole("heading", { name }).waitFor();
  }
  await shoot(page, "organization-empty");
  await app.addList("Shared");
  await shoot(page, "organization");
  await app.accountMenu.click();
  await page.getByRole("menuitem", { name: "Looms" }).waitFor();
  await shoot(page, "account-menu");
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Members" }).click();
  for (const [email, role] of [
    [`charles-${id}@example.com`, "admin"],
    [`a.rather.long.email.address.of.a.colleague-${id}@mail.example.com`, "member"],
  ] as const) {
    await page.getByLabel("Email address to invite").fill(email);
    await page.getByLabel("Role", { exact: true }).selectOption(role);
    await page.getByRole("button", { name: "Invite" }).click();
    await page.getByText(`Invitation sent to ${email}.`).waitFor();
  }
  await shoot(page, "members");
  await app.open("/account");
  await page.getByText("How you are signed in").click();
  await page.getByRole("heading", { name: "Last event" }).waitFor();
  await shoot(page, "account");
  await app.open("/admin");
  await page.getByRole("heading", { name: "This page is for admins" }).waitFor();
  await shoot(page, "admins-only");

  // Admins, and what they can do to a person.
  const admin = await open();
  const grace = { email: `grace-${id}@example.com`, firstName: "Grace", lastName: "Hopper" };
  const { id: graceId } = await workos.createUser({
    email: grace.email,
    first_name: grace.firstName,
    last_name: grace.lastName,
  });
  await makeAdmin(graceId);
  await admin.open("/admin");
  await hosted.isShown(admin.page);
  await shoot(admin.page, "hosted-sign-in");
  await hosted.signIn(admin.page, grace);
  const rules = admin.page.getByRole("region", { name: "Blocked domains" });
  for (const domain of [`${id}.example`, `a-rather-long-domain-of-somebody.${id}.example`]) {
    await rules.getByLabel("Add to blocked domains").fill(domain);
    await rules.getByRole("button", { name: "Add" }).click();
    await rules.getByRole("listitem").getByText(domain, { exact: true }).waitFor();
  }
  await rules.getByRole("button", { name: "Add" }).click();
  await rules.getByText("Type a domain such as example.com.").waitFor();
  await app.open("/lists");
  await app.expectConvexAuthenticated();
  await admin.page.getByRole("button", { name: `Block ${person.email}` }).click();
  await admin.page.getByRole("alertdialog").getByRole("button", { name: "Block" }).click();
  await admin.page.getByRole("button", { name: `Unblock ${person.email}` }).waitFor();
  await shoot(admin.page, "admin");
  await page.getByText(/blocked|signed out/).waitFor();
  await shoot(page, "blocked");
  await admin.page.getByRole("button", { name: `Unblock ${person.email}` }).click();
  await workos.revokeSessions(grace.email);
  await admin.page.getByRole("heading", { name: "You have been signed out" }).waitFor();
  await shoot(admin.page, "session-ended");

  // Somebody else in their name, and what the local WorkOS shows of it all.
  const support = await open();
  const impersonator = { email: "support@example.com", reason: "A report of a list that is gone" };
  await workos.settings({ email: person.email, initiateLoginUri: `${app.origin}/sign-in` });
  await support.page.goto(await workos.startSignIn(person.email, { impersonator }));
  await support.expectConvexAuthenticated();
  await support.page.getByRole("complementary", { name: "Impersonation" }).waitFor();
  await shoot(support.page, "impersonation");
  await support.page.goto(project.workosUrl);
  await support.page.getByText("signed in").first().click();
  await shoot(support.page, "inbox");
}

/** For the README: one person's lists, which the first app fills. @returns what the picture shows */
async function picture(browser: Browser, appName: string, isFirst: boolean) {
  const context = await browser.newContext({
    ...pictureSettings(appName),
    deviceScaleFactor: 0.75,
  });
  const app = openedBy(await context.newPage(), appName);
  const person = { email: "ada@example.com", firstName: "Ada", lastName: "Lovelace" };
  if (isFirst) {
    await app.open("/sign-up");
    await signUp(app.page, person);
    await app.expectConvexAuthenticated();
    await makeLists(app);
  } else {
    await app.signIn(person);
  }
  await app.expectProfile(person);
  const looks = await looksOf(app, person.email);
  const path = join(import.meta.dirname, `../../docs/images/${appName}.png`);
  await app.page.screenshot({ path, animations: "disabled" });
  return looks;
}
