import { expect, invitationLink, openInvitation, test } from "../../fixtures.ts";
import { createOrganization, invite, listOf, openMembers } from "../../pages/organizations.ts";

test("a new person who accepts an invitation is on the organization's lists, until they are removed", async ({
  app,
  localPages,
  newOrganizationName,
  newPerson,
  newWindow,
  otherAppName,
  ownPerson,
  page,
}) => {
  const name = newOrganizationName();
  await app.signIn(ownPerson);
  await createOrganization(app, name);
  await openMembers(app);
  await invite(app, newPerson, "admin");

  const theirs = await newWindow(otherAppName);
  await openInvitation(theirs, newPerson);
  await localPages.signUp(theirs.page, newPerson);
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
  hosted,
  newOrganizationName,
  newWindow,
  ownPerson,
  page,
  person,
}) => {
  const name = newOrganizationName();
  await app.signIn(ownPerson);
  await createOrganization(app, name);
  await openMembers(app);
  await invite(app, person, "member");
  const theirs = await newWindow();
  await openInvitation(theirs, person);
  await hosted.signIn(theirs.page, person);
  await openMembers(theirs);
  const member = page.getByLabel(`Role of ${person.email}`);
  await expect(member).toBeVisible();

  await theirs.page.getByRole("button", { name: "Leave organization" }).click();
  await theirs.page.getByRole("alertdialog").getByRole("button", { name: "Leave" }).click();
  await theirs.expectConvexAuthenticated();
  await expect(member).toBeHidden();
  await theirs.open("/organization");
  await expect(theirs.page.getByText("You are not a member of an organization.")).toBeVisible();
});

test("an invitation that is revoked lets nobody in, and its link says so", async ({
  app,
  newOrganizationName,
  newPerson,
  newWindow,
  ownPerson,
  page,
}) => {
  await app.signIn(ownPerson);
  await createOrganization(app, newOrganizationName());
  await openMembers(app);
  await invite(app, newPerson, "member");
  const link = await invitationLink(newPerson);
  await expect(page.getByText("Pending")).toBeVisible();
  await page.getByRole("button", { name: `Revoke the invitation of ${newPerson.email}` }).click();
  await expect(page.getByText("Revoked")).toBeVisible();

  const theirs = await newWindow();
  await theirs.page.goto(link);
  await expect(
    theirs.page.getByText("This invitation was revoked. Ask for a new one."),
  ).toBeVisible();
});
