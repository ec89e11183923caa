import { test } from "../fixtures.ts";

test("a code that this app did not ask for starts a sign-in, and is not used", async ({
  app,
  hosted,
  ownPerson,
  page,
  person,
  workos,
}) => {
  const { email } = ownPerson;
  const redirectUri = `${app.origin}/callback`;
  // As WorkOS does where it has not been told where the app starts a sign-in.
  await workos.settings({ email, initiateLoginUri: null });
  await page.goto(await workos.startSignIn(email, { redirectUri }));
  await hosted.signIn(page, person);
  await app.expectConvexAuthenticated();
  await app.expectProfile(person);

  // Nor does it end the session that there is, or take its place.
  await page.goto(await workos.startSignIn(email, { redirectUri }));
  await hosted.isShown(page);
  await app.open("/lists");
  await app.expectProfile(person);
});
