import { expect, test } from "../../fixtures.ts";
import { watchConvexMessages } from "../../pages/convex-messages.ts";

/** In seconds. The SDKs refresh 30 and 10 seconds before the end, so shorter ones never rest. */
const accessTokenLifetime = { next: 35, vite: 15 };

test("an outage of WorkOS costs nothing, and the end of a session is said", async ({
  app,
  appName,
  hosted,
  page,
  person,
  workos,
}) => {
  test.setTimeout(180_000);
  const { email, id } = person;
  const convex = watchConvexMessages(page);
  await workos.settings({ email, accessTokenLifetimeSeconds: accessTokenLifetime[appName] });
  await app.open("/lists");
  await hosted.signIn(page, person);
  await app.expectConvexAuthenticated();

  await test.step("WorkOS is down until the access token has expired: all stays", async () => {
    const expired = convex.next("AuthError");
    await workos.failNext({ path: "/user_management/authenticate", email, count: 10_000 });
    await expired;
    await app.expectOwnRow(person);
    await expect(app.list("My first list")).toBeVisible();
    await expect(app.signOutButton).toBeVisible();
  });

  await test.step("WorkOS is back: the page goes on by itself", async () => {
    const authenticated = convex.next("Authenticate");
    await workos.failNext({ path: "/user_management/authenticate", email, count: 0 });
    await authenticated;
    await workos.updateUser(id, { first_name: "Augusta" });
    await app.expectOwnRow({ ...person, firstName: "Augusta" });
  });

  await test.step("the session is revoked: the page says so, and signs in again", async () => {
    await workos.revokeSessions(email);
    await expect(page.getByRole("heading", { name: "You have been signed out" })).toBeVisible({
      timeout: 60_000,
    });
    await app.expectSignedOut();
    await page.getByRole("link", { name: "Sign in again" }).click();
    await hosted.signIn(page, person);
    await app.expectConvexAuthenticated();
  });
});

test("WorkOS is down while the page loads: the session is still there afterwards", async ({
  app,
  appName,
  hosted,
  page,
  person,
  workos,
}) => {
  test.setTimeout(120_000);
  const { email } = person;
  const convex = watchConvexMessages(page);
  await workos.settings({ email, accessTokenLifetimeSeconds: accessTokenLifetime[appName] });
  await app.open("/lists");
  await hosted.signIn(page, person);
  await app.expectConvexAuthenticated();

  const expired = convex.next("AuthError");
  await workos.failNext({ path: "/user_management/authenticate", email, count: 10_000 });
  await expired;
  await page.reload();
  await expect(app.list("My first list")).toBeHidden();

  await workos.failNext({ path: "/user_management/authenticate", email, count: 0 });
  await page.reload();
  await app.expectConvexAuthenticated();
  await app.expectOwnRow(person);
});
