import { signUp } from "../../../../e2e/pages/hosted-sign-in.ts";
import { expect, makeAdmin, test } from "../fixtures.ts";

test("an admin lifts the block of a person who was deleted", async ({
  admin,
  app,
  page,
  person,
  workos,
}) => {
  const { email, id } = person;
  const people = admin.page.getByRole("region", { name: "People", exact: true });
  await people.getByRole("button", { name: `Block ${email}` }).click();
  await admin.page.getByRole("alertdialog").getByRole("button", { name: "Block" }).click();
  const unblock = people.getByRole("button", { name: `Unblock ${email}` });
  await expect(unblock).toBeVisible();
  await workos.deleteUser(id);
  await expect(unblock).toBeHidden();
  const blocked = admin.page.getByRole("region", { name: "Blocked people" });
  await blocked.getByRole("button", { name: `Remove ${id}` }).click();
  await blocked.getByRole("button", { name: `Remove ${email}` }).click();
  await expect(blocked.getByText(email)).toBeHidden();

  await app.open();
  await app.signUpLink.click();
  await signUp(page, person);
  await app.expectConvexAuthenticated();
});

test("an admin of whom WorkOS has not told yet opens the admin page first", async ({
  app,
  hosted,
  newPerson,
  page,
  workos,
}) => {
  const { email, firstName, lastName } = newPerson;
  await workos.holdWebhooks(email);
  const { id } = await workos.createUser({ email, first_name: firstName, last_name: lastName });
  await makeAdmin(id);
  await app.open("/admin");
  await hosted.signIn(page, newPerson);
  await expect(page.getByRole("heading", { name: "Admin", exact: true })).toBeVisible();
});
