import { test } from "../fixtures.ts";

test("two pages that load at once with an expired token are both signed in", async ({
  app,
  ownPerson,
  page,
  shortSession,
  workos,
}) => {
  const { tokenHasExpired } = await shortSession();
  const other = await app.inNewTab();
  // Away from the app, so that nothing there is refreshing the session.
  await page.goto("about:blank");
  await tokenHasExpired();

  const path = "/user_management/authenticate";
  await workos.delayNext({ path, email: ownPerson.email, count: 2, milliseconds: 500 });
  await Promise.all([app.open("/lists"), other.open("/lists")]);
  await app.expectConvexAuthenticated();
  await other.expectConvexAuthenticated();
  await app.open("/account");
  await app.expectConvexAuthenticated("/account");
});
