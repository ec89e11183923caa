import { expect, test as base, workosApi } from "../fixtures.ts";
import { App } from "../../../../e2e/pages/app.ts";
import { project } from "../../../../e2e/stack/project.ts";
import { serveOnAnotherHost } from "./another-host.ts";

// With an authentication domain of one's own, the app and WorkOS share a site, and the refresh token
// is in a cookie. AuthKit keeps it in the local storage on localhost and 127.0.0.1: this is neither.
const test = base.extend({
  app: async ({ hosted, page }, use, testInfo) => {
    const served = await serveOnAnotherHost(testInfo.outputPath("app"), async (origin) => {
      await workosApi("POST", "user_management/redirect_uris", { uri: `${origin}/callback` });
      await workosApi("POST", "user_management/cors_origins", { origin });
    });
    testInfo.skip(!served, "this machine has no ::1");
    await use(new App(page, served!.origin, hosted));
    served?.stop();
  },
});

// A Content Security Policy, such as that of the hosted page, cannot name such an address.
test.use({ bypassCSP: true });

test("with an authentication domain, no script sees the refresh token, and tabs share the session", async ({
  app,
  context,
  expectedErrors,
  page,
  shortSession,
}) => {
  expectedErrors.push(/503/);
  const { setOutage, tokenHasExpired } = await shortSession();
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain("refresh");
  const readable = (await context.cookies()).filter(({ httpOnly }) => !httpOnly);
  expect(readable.map(({ name }) => name)).toEqual(["workos-has-session"]);

  const other = await app.inNewTab();
  await other.open("/lists");
  await other.expectConvexAuthenticated();

  await setOutage(true);
  await tokenHasExpired();
  await setOutage(false);
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await other.page.evaluate(() => dispatchEvent(new Event("online")));
  await app.addList("From the one");
  await other.addList("From the other");
  await expect(app.list("From the other")).toBeVisible();

  await app.signOut(project.homeApp.origin);
  await app.open("/lists");
  await app.hosted.isShown(page);
  expect((await context.cookies()).map(({ name }) => name)).not.toContain("workos-has-session");
});
