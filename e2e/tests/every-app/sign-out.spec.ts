import { expect, openedBy, test } from "../../fixtures.ts";
import { project } from "../../stack/project.ts";

test("without sign-out redirects in WorkOS, a person ends on the home page, signed out", async ({
  app,
  hosted,
  ownPerson,
  page,
  workos,
}) => {
  await workos.settings({ email: ownPerson.email, knowsSignOutUris: false });
  await app.open("/lists");
  await hosted.signIn(page, ownPerson);
  await app.expectConvexAuthenticated();

  await app.signOut();
  // WorkOS has one home page, whatever the app.
  const home = openedBy(page, project.homeApp.name);
  await expect(page).toHaveURL(`${home.origin}/`);
  await home.expectSignedOut();

  await app.open("/lists");
  await hosted.isShown(page);
});
