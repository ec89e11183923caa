import { expect, test } from "../fixtures.ts";

test("signing out ends the session at WorkOS, also when it cannot be refreshed", async ({
  app,
  expectedErrors,
  person,
  shortSession,
  workos,
}) => {
  expectedErrors.push(/503/);
  const { setOutage, tokenHasExpired } = await shortSession();
  await setOutage(true);
  await tokenHasExpired();
  await app.signOut();
  expect(await workos.revokeSessions(person.email)).toBe(0);
});
