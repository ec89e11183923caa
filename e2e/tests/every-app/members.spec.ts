import { expect, openInvitation, test } from "../../fixtures.ts";
import { signUp } from "../../pages/hosted-sign-in.ts";
import { createOrganization, invite, listOf, openMembers } from "../../pages/organizations.ts";

test("a new person who accepts an invitation is on the organization's lists, until they are removed", async ({
  app,
  newOrganizationName,
  newPerson,
  otherApp: theirs,
  page,
  person,
  workos,
}) => {
  const name = newOrganizationName();
  await app.signIn(person);
  await createOrganization(app, name);
  await openMembers(app);
  await invite(app, newPerson, "admin");

  await openInvitation(theirs, workos, newPerson);
  await signUp(theirs.page, newPerson);
  await expect(theirs.page).toHaveURL(`${theirs.origin}/organization`);
  const list = listOf(name);
  await expect(theirs.list(list)).toBeVisible();
  await expect(page.getByText("Accepted")).toBeVisible();
  const deleteList = theirs.page.getByRole("button", { name: `Delete list ${list}` });
  await expect(deleteList).toBeVisible();
  await page.getByLabel(`Role of ${newPerson.email}`).selectOption("member");
  await expect(theirs.page.getByText("Your role: member")).toBeVisible();
  await expect(deleteList).toBeHidden();
  await theirs.addTodo(list, "Typed by a new member");
  const todo = { name: "Typed by a new member" };
  await expect(theirs.list(list).getByRole("checkbox", todo)).toBeEnabled();

  await page.getByRole("button", { name: `Remove ${newPerson.email}` }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(theirs.list(list)).toBeHidden();
  await expect(theirs.page.getByRole("heading", { name })).toBeHidden();

  await page.getByRole("link", { name: "Lists", exact: true }).click();
  await expect(app.list(list).getByText("Typed by a new member")).toBeVisible();
});

test("a member leaves, and the others see them gone", async ({
  app,
  createPerson,
  hosted,
  newOrganizationName,
  newWindow,
  page,
  person,
  workos,
}) => {
  const name = newOrganizationName();
  await app.signIn(person);
  await createOrganization(app, name);
  await openMembers(app);
  const guest = await createPerson();
  await invite(app, guest, "member");
  const theirs = await newWindow();
  await openInvitation(theirs, workos, guest);
  await hosted.signIn(theirs.page, guest);
  await openMembers(theirs);
  const member = page.getByLabel(`Role of ${guest.email}`);
  await expect(member).toBeVisible();

  await theirs.page.getByRole("button", { name: "Leave organization" }).click();
  await theirs.page.getByRole("alertdialog").getByRole("button", { name: "Leave" }).click();
  await theirs.expectConvexAuthenticated();
  await expect(member).toBeHidden();
  await theirs.open("/organization");
  await expect(theirs.page.getByText("You are not a member of an organization.")).toBeVisible();
});
