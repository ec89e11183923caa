import { openInvitation, expect, test } from "../fixtures.ts";
import {
  createOrganization,
  invite,
  listOf,
  openMembers,
} from "../../../../e2e/pages/organizations.ts";

test("a new member of whom WorkOS has not told is on the organization's lists", async ({
  app,
  localPages,
  newOrganizationName,
  newPerson,
  newWindow,
  ownPerson,
  page,
  workos,
}) => {
  const name = newOrganizationName();
  await app.signIn(ownPerson);
  await createOrganization(app, name);
  await openMembers(app);
  await invite(app, newPerson, "member");
  await workos.holdWebhooks(newPerson.email);

  const theirs = await newWindow();
  await openInvitation(theirs, newPerson);
  await localPages.signUp(theirs.page, newPerson);
  await expect(theirs.list(listOf(name))).toBeVisible();
  await expect(page.getByLabel(`Role of ${newPerson.email}`)).toBeVisible();
});
