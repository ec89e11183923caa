import { expect, test } from "../../fixtures.ts";
import { watchConvexMessages } from "../../pages/convex-messages.ts";

/** The SDKs refresh up to 30 seconds before the end, so a shorter one would never rest. */
const shortTokens = { accessTokenLifetimeSeconds: 35 };

const refreshes = { path: "/user_management/authenticate" };

test("an outage of WorkOS costs nothing, and the page goes on by itself after it", async ({
  app,
  hosted,
  ownPerson,
  page,
  workos,
}) => {
  test.setTimeout(180_000);
  const { email, id } = ownPerson;
  const augusta = { ...ownPerson, firstName: "Augusta" };
  const convex = watchConvexMessages(page);
  await workos.settings({ email, ...shortTokens });
  await app.open("/lists");
  await hosted.signIn(page, ownPerson);
  await app.expectConvexAuthenticated();
  await app.addList("Groceries");

  await test.step("WorkOS is down until the access token has expired: all stays", async () => {
    await workos.failNext({ ...refreshes, email, count: 10_000 });
    await convex.tokenHasExpired();
    // Convex looks at a token again when it has news for who brought it.
    const refused = convex.next("AuthError");
    await workos.updateUser(id, { first_name: augusta.firstName });
    await refused;
    await app.expectProfile(ownPerson);
    await expect(app.list("Groceries")).toBeVisible();
    await expect(app.accountMenu).toBeVisible();
  });

  await test.step("WorkOS is back: the page goes on by itself", async () => {
    await workos.failNext({ ...refreshes, email, count: 0 });
    await expect(app.account).toContainText(augusta.firstName, { timeout: 30_000 });
    await app.expectProfile(augusta);
    await app.expectConvexAuthenticated();
  });
});

test("the end of a session is said, and a way to sign in again is offered", async ({
  app,
  hosted,
  ownPerson,
  page,
  workos,
}) => {
  test.setTimeout(120_000);
  const { email } = ownPerson;
  await workos.settings({ email, ...shortTokens });
  await app.open("/lists");
  await hosted.signIn(page, ownPerson);
  await app.expectConvexAuthenticated();

  await workos.revokeSessions(email);
  await expect(page.getByRole("heading", { name: "You have been signed out" })).toBeVisible({
    timeout: 60_000,
  });
  await app.expectSignedOut();
  await page.getByRole("link", { name: "Sign in again" }).click();
  await hosted.signIn(page, ownPerson);
  await app.expectConvexAuthenticated();
});

test("a session that has ended elsewhere is refused at once, though its access token is good", async ({
  app,
  hosted,
  ownPerson,
  page,
  workos,
}) => {
  await app.open("/lists");
  await hosted.signIn(page, ownPerson);
  await app.expectConvexAuthenticated();
  await app.addList("Groceries");
  await workos.revokeSessions(ownPerson.email);
  await expect(page.getByText("Your session has ended.")).toBeVisible();
  await expect(app.list("Groceries")).toBeHidden();
});

test("a page that loads while WorkOS is down keeps the session, and goes on by itself", async ({
  app,
  hosted,
  ownPerson,
  page,
  workos,
}) => {
  test.setTimeout(120_000);
  const { email } = ownPerson;
  const convex = watchConvexMessages(page);
  await workos.settings({ email, ...shortTokens });
  await app.open("/lists");
  await hosted.signIn(page, ownPerson);
  await app.expectConvexAuthenticated();

  // Away from the app, so that nothing there is refreshing the session when WorkOS goes down.
  await page.goto("about:blank");
  await convex.tokenHasExpired();
  await workos.failNext({ ...refreshes, email, count: 10_000 });
  await app.open("/lists");
  await expect(
    page.getByRole("heading", { name: "The sign-in service is not responding" }),
  ).toBeVisible({ timeout: 30_000 });

  await workos.failNext({ ...refreshes, email, count: 0 });
  await expect(app.account).toBeVisible({ timeout: 30_000 });
  await app.expectConvexAuthenticated();
  await app.expectProfile(ownPerson);
});
