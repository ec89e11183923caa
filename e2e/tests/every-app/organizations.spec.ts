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
  ownPerson,
  page,
}) => {
  await app.signIn(ownPerson);
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
  await page.keyboard.press("Escape");
});
