import { expect, test } from "../fixtures.ts";

test("two pages that load at once with an expired token are both signed in", async ({
  app,
  page,
  person,
  shortSession,
  workos,
}) => {
  const { tokenHasExpired } = await shortSession();
  const other = await app.inNewTab();
  // Away from the app, so that nothing there is refreshing the session.
  await page.goto("about:blank");
  await tokenHasExpired();

  const path = "/user_management/authenticate";
  await workos.delayNext({ path, email: person.email, count: 2, milliseconds: 500 });
  await Promise.all([app.open("/lists"), other.open("/lists")]);
  await app.expectConvexAuthenticated();
  await other.expectConvexAuthenticated();
  await app.open("/account");
  await app.expectConvexAuthenticated("/account");
});

test("a session that is refreshed while its page is left is the one that the browser keeps", async ({
  context,
  page,
  person,
  shortSession,
  workos,
}) => {
  const session = async () =>
    (await context.cookies()).find(({ name }) => name === "wos-session")?.value;
  await shortSession();
  const before = await session();
  const isNew = async () => (await session()) !== before;
  const path = "/user_management/authenticate";
  await workos.delayNext({ path, email: person.email, milliseconds: 3_000 });
  await page.waitForRequest(/access-token/);
  await page.goto("about:blank");
  expect(await isNew()).toBe(false);
  await expect.poll(isNew).toBe(true);
});
