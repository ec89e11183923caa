import { expect, test } from "../../fixtures.ts";

test("signing out ends the session at WorkOS, also when it cannot be refreshed", async ({
  app,
  expectedErrors,
  ownPerson,
  shortSession,
  workos,
}) => {
  expectedErrors.push(/503/);
  const { setOutage, tokenHasExpired } = await shortSession();
  await setOutage(true);
  await tokenHasExpired();
  await app.signOut();
  expect(await workos.revokeSessions(ownPerson.email)).toBe(0);
});

test("no link, image or other site signs anybody out", async ({ app, page, person }) => {
  await app.signIn(person);
  const url = `${app.origin}/sign-out`;
  expect((await page.request.get(url)).status()).toBe(405);
  for (const origin of ["https://elsewhere.example", ""]) {
    const response = await page.request.post(url, { headers: { origin }, maxRedirects: 0 });
    expect(response.status()).toBe(403);
  }
  await page.reload();
  await app.expectConvexAuthenticated();
});
