import { project } from "../../../../e2e/stack/project.ts";
import { expect, test } from "../fixtures.ts";

test("without sign-out redirects in WorkOS, a person ends on the home page, signed out", async ({
  app,
  hosted,
  page,
  person,
  workos,
}) => {
  await workos.settings({ email: person.email, knowsSignOutUris: false });
  await app.signIn(person);

  // WorkOS has one home page, whatever the app.
  await app.signOut(project.homeApp.origin);

  await app.open("/lists");
  await hosted.isShown(page);
});

test("a session that has ended elsewhere is refused at once, though its access token is good", async ({
  app,
  page,
  person,
  workos,
}) => {
  await app.signIn(person);
  await app.addList("Groceries");
  await workos.revokeSessions(person.email);
  await expect(page.getByText("Your session has ended.")).toBeVisible();
  await expect(app.list("Groceries")).toBeHidden();
});
