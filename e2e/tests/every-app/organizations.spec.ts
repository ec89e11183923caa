import { randomUUID } from "node:crypto";
import { expect, test } from "../../fixtures.ts";
import type { App } from "../../pages/app.ts";

/** Creates an organization, which the session is for then. */
async function createOrganization(app: App): Promise<string> {
  const name = `Engines ${randomUUID().slice(0, 8)}`;
  await app.choose("Create organization");
  await app.page.getByLabel("Name").fill(name);
  await app.page.getByRole("button", { name: "Create organization" }).click();
  await expect(app.page).toHaveURL(`${app.origin}/organization`);
  await expect(app.page.getByRole("heading", { name })).toBeVisible();
  return name;
}

test("a person creates an organization, and switches between its lists and their own", async ({
  app,
  hosted,
  ownPerson,
  page,
}) => {
  await app.open("/lists");
  await hosted.signIn(page, ownPerson);
  await app.expectConvexAuthenticated();
  const first = await createOrganization(app);
  await expect(page.getByText("Your role: admin")).toBeVisible();
  await app.addList("Shared");

  const second = await createOrganization(app);
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
});

test("a member loses a right with their role, and everything when they are removed", async ({
  app,
  appName,
  browser,
  hosted,
  ownPerson,
  page,
  registerAnother,
}) => {
  await app.open("/lists");
  await hosted.signIn(page, ownPerson);
  await app.expectConvexAuthenticated();
  const name = await createOrganization(app);
  await app.addList("Shared");
  await app.open("/organization/members");
  const other = await registerAnother();
  await other.join(name, "admin");

  const { app: theirs } = await other.openIn(browser, appName);
  await theirs.open("/lists");
  await hosted.signIn(theirs.page, other.person);
  await theirs.expectConvexAuthenticated();
  await theirs.choose(name);
  const deleteList = theirs.page.getByRole("button", { name: "Delete list Shared" });
  await expect(deleteList).toBeVisible();

  await page.getByLabel(`Role of ${other.person.email}`).selectOption("member");
  await expect(theirs.page.getByText("Your role: member")).toBeVisible();
  await expect(deleteList).toBeHidden();
  await expect(theirs.list("Shared")).toBeVisible();

  await page.getByRole("button", { name: `Remove ${other.person.email}` }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(theirs.page.getByRole("heading", { name: "No organization selected" })).toBeVisible();
});
