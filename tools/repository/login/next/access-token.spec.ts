import { expect, test } from "../fixtures.ts";

// That it is in no page is looked at in every test, see checks/.
test("the access token is in no cookie for long", async ({ app, context, page, person }) => {
  await app.signIn(person);
  await page.reload();
  await app.expectConvexAuthenticated();
  const readable = (await context.cookies(app.origin)).filter(({ httpOnly }) => !httpOnly);
  expect(readable).toEqual([]);
});

test("a page outlives a deploy: it refreshes its token and signs out", async ({
  app,
  page,
  person,
  shortSession,
  workos,
}) => {
  const { next, tokenHasExpired } = await shortSession();

  // The next build knows no Server Action of this one.
  await page.route(`${app.origin}/**`, async (route) => {
    if (!route.request().headers()["next-action"]) return await route.continue();
    const headers = { "x-nextjs-action-not-found": "1" };
    await route.fulfill({ status: 404, headers, body: "Server action not found." });
  });
  await next("Authenticate");
  await tokenHasExpired();
  await app.addList("Groceries");
  await app.expectConvexAuthenticated();

  await app.signOut();
  expect(await workos.revokeSessions(person.email)).toBe(0);
});

test("two tabs whose token has expired together go on together", async ({
  app,
  expectedErrors,
  page,
  person,
  shortSession,
  workos,
}) => {
  expectedErrors.push(/503/);
  const { setOutage, tokenHasExpired } = await shortSession();
  const other = await app.inNewTab();
  await other.open("/lists");
  await other.expectConvexAuthenticated();

  // A laptop that sleeps: nothing gets through until the token has expired.
  await setOutage(true);
  await tokenHasExpired();
  const headers = { origin: app.origin };
  const asked = await page.request.post(`${app.origin}/access-token`, { headers });
  expect(asked.status(), "which is not to say that the session has ended").toBe(503);
  const { email } = person;
  await workos.delayNext({ path: "/user_management/authenticate", email, milliseconds: 300 });
  await setOutage(false);
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await other.page.evaluate(() => dispatchEvent(new Event("online")));
  await app.addList("From the one");
  await other.addList("From the other");
  await expect(app.list("From the other")).toBeVisible();
  await app.expectConvexAuthenticated();
  await other.expectConvexAuthenticated();
});

test("no other site is given a token, and nobody without a session", async ({
  app,
  context,
  page,
  person,
}) => {
  await app.signIn(person);
  const ask = async (origin: string) => {
    const url = `${app.origin}/access-token?refresh`;
    const response = await page.request.post(url, { headers: { origin } });
    return [response.status(), await response.text()];
  };
  const answer = await ask(app.origin);
  expect(answer).toEqual([200, expect.stringContaining("accessToken")]);
  expect(await ask(app.origin), "another token, when a refresh is asked for").not.toEqual(answer);
  for (const origin of ["https://elsewhere.example", ""]) {
    expect(await ask(origin)).toEqual([403, ""]);
  }
  expect((await page.request.get(`${app.origin}/access-token`)).status()).toBe(405);
  await context.clearCookies();
  expect(await ask(app.origin)).toEqual([401, "{}"]);
});
