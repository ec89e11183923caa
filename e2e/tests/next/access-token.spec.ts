import type { Page } from "@playwright/test";
import { expect, openedBy, test } from "../../fixtures.ts";
import { watchConvexMessages } from "../../pages/convex-messages.ts";

/** In seconds. Convex asks for another token ten seconds before the end. */
const accessTokenLifetimeSeconds = 35;

/** The paths of the POSTs that a page has sent to the app. */
function watchPosts(page: Page, origin: string): string[] {
  const posts: string[] = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (request.method() === "POST" && url.origin === origin) posts.push(url.pathname);
  });
  return posts;
}

for (const [clock, minutes] of [
  ["ten minutes ahead", 10],
  ["five hours ahead", 300],
  ["ten minutes behind", -10],
] as const) {
  test(`a visitor's clock that is ${clock} costs no storm of requests`, async ({
    app,
    hosted,
    ownPerson,
    page,
    workos,
  }) => {
    test.setTimeout(120_000);
    await workos.settings({ email: ownPerson.email, accessTokenLifetimeSeconds });
    await page.addInitScript((milliseconds) => {
      const now = Date.now;
      Date.now = () => now() + milliseconds;
    }, minutes * 60_000);
    const convex = watchConvexMessages(page);
    await app.open("/lists");
    await hosted.signIn(page, ownPerson);
    await app.expectConvexAuthenticated();

    const posts = watchPosts(page, app.origin);
    for (let refreshes = 0; refreshes < 2; refreshes++) await convex.next("Authenticate");
    await app.addList("Groceries");
    expect(posts.length).toBeLessThanOrEqual(3);
  });
}

test("a page load needs no request for a token, and Convex authenticates once", async ({
  app,
  hosted,
  addOwnList,
  page,
  person,
}) => {
  await app.open("/lists");
  await hosted.signIn(page, person);
  await app.expectConvexAuthenticated();

  const posts = watchPosts(page, app.origin);
  const authentications: string[] = [];
  page.on("websocket", (socket) => {
    socket.on("framesent", ({ payload }) => {
      const { type } = JSON.parse(payload.toString()) as { type: string };
      if (type === "Authenticate") authentications.push(type);
    });
  });
  await page.reload();
  await app.expectConvexAuthenticated();
  await addOwnList();
  expect(posts).toEqual([]);
  expect(authentications).toHaveLength(1);
});

test("the access token is in no page, and in no cookie for long", async ({
  app,
  context,
  hosted,
  page,
  person,
}) => {
  await app.open("/lists");
  await hosted.signIn(page, person);
  await app.expectConvexAuthenticated();

  const anyJwt = /eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/;
  for (const path of ["/", "/lists", "/account", "/admin", "/nowhere"]) {
    for (const headers of [{ accept: "text/html" }, { rsc: "1" }] as Record<string, string>[]) {
      const body = await (await page.request.get(app.origin + path, { headers })).text();
      expect(body.length, path).toBeGreaterThan(100);
      expect(body, path).not.toMatch(anyJwt);
    }
  }
  await page.reload();
  await app.expectConvexAuthenticated();
  const readable = (await context.cookies(app.origin)).filter(({ httpOnly }) => !httpOnly);
  expect(readable).toEqual([]);
});

test("a page outlives a deploy: it refreshes its token and signs out", async ({
  app,
  hosted,
  ownPerson,
  page,
  workos,
}) => {
  test.setTimeout(120_000);
  const { email } = ownPerson;
  await workos.settings({ email, accessTokenLifetimeSeconds });
  const convex = watchConvexMessages(page);
  await app.open("/lists");
  await hosted.signIn(page, ownPerson);
  await app.expectConvexAuthenticated();

  // The next build knows no Server Action of this one.
  await page.route(`${app.origin}/**`, async (route) => {
    if (!route.request().headers()["next-action"]) return await route.continue();
    const headers = { "x-nextjs-action-not-found": "1" };
    await route.fulfill({ status: 404, headers, body: "Server action not found." });
  });
  await convex.next("Authenticate");
  await convex.tokenHasExpired();
  await app.addList("Groceries");
  await expect(app.list("Groceries")).toBeVisible();
  await app.expectConvexAuthenticated();

  await app.signOut();
  await expect(page).toHaveURL(`${app.origin}/`);
  await app.expectSignedOut();
  expect(await workos.revokeSessions(email)).toBe(0);
});

test("two tabs whose token has expired together go on together", async ({
  app,
  context,
  hosted,
  ownPerson,
  page,
  workos,
}) => {
  test.setTimeout(120_000);
  const { email } = ownPerson;
  await workos.settings({ email, accessTokenLifetimeSeconds });
  const convex = watchConvexMessages(page);
  await app.open("/lists");
  await hosted.signIn(page, ownPerson);
  await app.expectConvexAuthenticated();
  const other = openedBy(await context.newPage(), "next");
  await other.open("/lists");
  await other.expectConvexAuthenticated();

  // A laptop that sleeps: nothing gets through until the token has expired.
  await workos.failNext({ path: "/user_management/authenticate", email, count: 10_000 });
  await convex.tokenHasExpired();
  await workos.delayNext({ path: "/user_management/authenticate", email, milliseconds: 300 });
  await workos.failNext({ path: "/user_management/authenticate", email, count: 0 });
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await other.page.evaluate(() => dispatchEvent(new Event("online")));
  await app.addList("From the one");
  await other.addList("From the other");
  await expect(app.list("From the other")).toBeVisible();
  await app.expectConvexAuthenticated();
  await other.expectConvexAuthenticated();
});

test("no other site is given a token", async ({ app, hosted, page, person }) => {
  await app.open("/lists");
  await hosted.signIn(page, person);
  await app.expectConvexAuthenticated();
  for (const origin of ["https://elsewhere.example", ""]) {
    const response = await page.request.post(`${app.origin}/access-token`, { headers: { origin } });
    expect(response.status()).toBe(403);
    expect(await response.text()).toBe("");
  }
  expect((await page.request.get(`${app.origin}/access-token`)).status()).toBe(405);
});
