import { test } from "../fixtures.ts";

test("a code that this app did not ask for starts a sign-in, and is not used", async ({
  app,
  createPerson,
  hosted,
  page,
  person,
  workos,
}) => {
  const { email } = await createPerson();
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

test("a sign-in that the WorkOS dashboard starts at the app ends in it", async ({
  app,
  page,
  person,
  workos,
}) => {
  const { email } = person;
  await workos.settings({ email, initiateLoginUri: `${app.origin}/sign-in` });
  await page.goto(await workos.startSignIn(email));
  await app.expectConvexAuthenticated();
  await app.expectProfile(person);
});
