import { project } from "../../../../e2e/stack/project.ts";
import { test } from "../fixtures.ts";

test("without sign-out redirects in WorkOS, a person ends on the home page, signed out", async ({
  app,
  hosted,
  ownPerson,
  page,
  workos,
}) => {
  await workos.settings({ email: ownPerson.email, knowsSignOutUris: false });
  await app.signIn(ownPerson);

  // WorkOS has one home page, whatever the app.
  await app.signOut(project.homeApp.origin);

  await app.open("/lists");
  await hosted.isShown(page);
});
