import type { Page } from "@playwright/test";
import { expect, invitationLink, test } from "../../fixtures.ts";
import type { App } from "../../pages/app.ts";
import type { KnownPerson } from "../../pages/hosted-sign-in.ts";

/** Creates an organization, which the session is for then. */
async function createOrganization(app: App, name: string) {
  await app.choose("Create organization");
  await app.page.getByLabel("Name").fill(name);
  await app.page.getByRole("button", { name: "Create organization" }).click();
  await expect(app.page).toHaveURL(`${app.origin}/organization`);
  await expect(app.page.getByRole("heading", { name })).toBeVisible();
}

/** Invites a person, on the page of the organization's members. */
async function invite({ page, origin }: App, { email }: KnownPerson, role: string) {
  await page.getByRole("link", { name: "Members" }).click();
  await expect(page).toHaveURL(`${origin}/organization/members`);
  await page.getByLabel("Email address to invite").fill(email);
  await page.getByLabel("Role", { exact: true }).selectOption(role);
  await page.getByRole("button", { name: "Invite" }).click();
  await expect(page.getByText(`Invitation sent to ${email}.`)).toBeVisible();
}

/** @returns whether the page is still the document that it is now: nothing has loaded it anew */
async function markDocument(page: Page) {
  await page.evaluate(() => Object.assign(document, { isMarked: true }));
  return async () => await page.evaluate(() => "isMarked" in document);
}

test("a person creates an organization, and switches between its lists and their own", async ({
  app,
  newOrganizationName,
  ownPerson,
  page,
}) => {
  await app.signIn(ownPerson);
  const [first, second] = [newOrganizationName(), newOrganizationName()];
  const isSameDocument = await markDocument(page);
  await createOrganization(app, first);
  await expect(page.getByText("Your role: admin")).toBeVisible();
  await app.addList("Shared");

  await createOrganization(app, second);
  await expect(page.getByText(/^No lists yet\./)).toBeVisible();
  await app.choose(first);
  await expect(page.getByRole("heading", { name: first })).toBeVisible();
  await expect(app.list("Shared")).toBeVisible();

  await app.choose("Personal");
  await app.expectConvexAuthenticated();
  await expect(app.list("My first list")).toBeVisible();
  await expect(app.list("Shared")).toBeHidden();
  await app.accountMenu.click();
  await expect(page.getByRole("menuitem", { name: second })).toBeVisible();
  await page.keyboard.press("Escape");
  expect(await isSameDocument()).toBe(true);
});

test("a new person who accepts an invitation is on the organization's lists, until they are removed", async ({
  app,
  localPages,
  newOrganizationName,
  newPerson,
  newWindow,
  otherAppName,
  ownPerson,
  page,
  workos,
}) => {
  const name = newOrganizationName();
  await app.signIn(ownPerson);
  await createOrganization(app, name);
  await app.addList("Shared");
  await invite(app, newPerson, "admin");

  // The link starts the sign-in at one app's page, as WorkOS's does.
  const theirs = await newWindow(otherAppName);
  const initiateLoginUri = `${theirs.origin}/sign-in?returnTo=%2Forganization`;
  await workos.settings({ email: newPerson.email, initiateLoginUri });
  await theirs.page.goto(await invitationLink(newPerson));
  await localPages.signUp(theirs.page, newPerson);
  await expect(theirs.page).toHaveURL(`${theirs.origin}/organization`);
  await expect(theirs.list("Shared")).toBeVisible();
  await expect(page.getByText("Accepted")).toBeVisible();
  const deleteList = theirs.page.getByRole("button", { name: "Delete list Shared" });
  await expect(deleteList).toBeVisible();
  await page.getByLabel(`Role of ${newPerson.email}`).selectOption("member");
  await expect(theirs.page.getByText("Your role: member")).toBeVisible();
  await expect(deleteList).toBeHidden();
  await theirs.addTodo("Shared", "Typed by a new member");
  const todo = { name: "Typed by a new member" };
  await expect(theirs.list("Shared").getByRole("checkbox", todo)).toBeEnabled();

  await page.getByRole("button", { name: `Remove ${newPerson.email}` }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(theirs.list("Shared")).toBeHidden();
  await expect(theirs.page.getByRole("heading", { name })).toBeHidden();

  await page.getByRole("link", { name: "Lists", exact: true }).click();
  await expect(app.list("Shared").getByText("Typed by a new member")).toBeVisible();
});

test("a session that somebody else has started for a person says so, and changes nothing", async ({
  app,
  expectedErrors,
  ownPerson,
  page,
  workos,
}) => {
  const refusal = "You are impersonating this user, and cannot change anything.";
  expectedErrors.push(new RegExp(refusal));
  const impersonator = { email: "support@example.com", reason: "A report of a list that is gone" };
  await workos.settings({ email: ownPerson.email, initiateLoginUri: `${app.origin}/sign-in` });
  await page.goto(await workos.startSignIn(ownPerson.email, { impersonator }));
  await app.expectConvexAuthenticated();
  const banner = page.getByRole("complementary", { name: "Impersonation" });
  await expect(banner).toContainText(`support@example.com is signed in as ${ownPerson.email}.`);

  const field = page.getByLabel("New list");
  await field.fill("Theirs");
  await field.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: refusal })).toBeVisible();
  await expect(app.list("Theirs")).toBeHidden();

  await banner.getByRole("button", { name: "End this session" }).click();
  await app.expectSignedOut();
});
