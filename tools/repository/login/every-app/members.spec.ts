import { signUp } from "../../../../e2e/pages/hosted-sign-in.ts";
import {
  createOrganization,
  invite,
  listOf,
  openMembers,
} from "../../../../e2e/pages/organizations.ts";
import { expect, openInvitation, test } from "../fixtures.ts";

test("a new member of whom WorkOS has not told is on the organization's lists", async ({
  app,
  newOrganizationName,
  newPerson,
  newWindow,
  page,
  person,
  workos,
}) => {
  const name = newOrganizationName();
  await app.signIn(person);
  await createOrganization(app, name);
  await openMembers(app);
  await invite(app, newPerson, "member");
  await workos.holdWebhooks(newPerson.email);

  const theirs = await newWindow();
  await openInvitation(theirs, workos, newPerson);
  await signUp(theirs.page, newPerson);
  await expect(theirs.list(listOf(name))).toBeVisible();
  await expect(page.getByLabel(`Role of ${newPerson.email}`)).toBeVisible();
});

test("an invitation that is revoked lets nobody in, and its link says so", async ({
  app,
  newOrganizationName,
  newPerson,
  newWindow,
  page,
  person,
  workos,
}) => {
  await app.signIn(person);
  await createOrganization(app, newOrganizationName());
  await openMembers(app);
  await invite(app, newPerson, "member");
  await expect(page.getByText("Pending")).toBeVisible();
  await page.getByRole("button", { name: `Revoke the invitation of ${newPerson.email}` }).click();
  await expect(page.getByText("Revoked")).toBeVisible();

  const theirs = await newWindow();
  await openInvitation(theirs, workos, newPerson);
  await expect(
    theirs.page.getByText("This invitation was revoked. Ask for a new one."),
  ).toBeVisible();
});
