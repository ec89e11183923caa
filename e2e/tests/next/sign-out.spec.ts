import { expect, test } from "../../fixtures.ts";
import { watchConvexMessages } from "../../pages/convex-messages.ts";

test("signing out ends the session at WorkOS, also when it cannot be refreshed", async ({
  app,
  hosted,
  ownPerson,
  page,
  workos,
}) => {
  test.setTimeout(120_000);
  const { email } = ownPerson;
  await workos.settings({ email, accessTokenLifetimeSeconds: 35 });
  const convex = watchConvexMessages(page);
  await app.open("/lists");
  await hosted.signIn(page, ownPerson);
  await app.expectConvexAuthenticated();

  await workos.failNext({ path: "/user_management/authenticate", email, count: 10_000 });
  await convex.tokenHasExpired();
  await app.signOut();
  await expect(page).toHaveURL(`${app.origin}/`);
  await app.expectSignedOut();
  expect(await workos.revokeSessions(email)).toBe(0);
});

test("no link, image or other site signs anybody out", async ({ app, hosted, page, person }) => {
  await app.open("/lists");
  await hosted.signIn(page, person);
  await app.expectConvexAuthenticated();

  const url = `${app.origin}/sign-out`;
  expect((await page.request.get(url)).status()).toBe(405);
  for (const origin of ["https://elsewhere.example", ""]) {
    expect((await page.request.post(url, { headers: { origin }, maxRedirects: 0 })).status()).toBe(
      403,
    );
  }
  await page.reload();
  await app.expectConvexAuthenticated();
});

test("'Sign in again' leads back to where the person was, with the query", async ({
  app,
  hosted,
  ownPerson,
  page,
  workos,
}) => {
  test.setTimeout(120_000);
  const { email } = ownPerson;
  await workos.settings({ email, accessTokenLifetimeSeconds: 35 });
  await app.open("/lists?from=mail&n=1");
  await hosted.signIn(page, ownPerson);
  await expect(page).toHaveURL(`${app.origin}/lists?from=mail&n=1`);
  await expect(app.account.getByRole("status")).toHaveText("Convex-authenticated");

  await workos.revokeSessions(email);
  await page.getByRole("link", { name: "Sign in again" }).click({ timeout: 60_000 });
  await hosted.signIn(page, ownPerson);
  await expect(page).toHaveURL(`${app.origin}/lists?from=mail&n=1`);
  await app.expectProfile(ownPerson);
});
