import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { expect, test as base, workosApi } from "../../fixtures.ts";
import { App } from "../../pages/app.ts";
import { project } from "../../stack/project.ts";

// With an authentication domain of one's own, the app and WorkOS share a site, and the refresh token
// is in a cookie. AuthKit keeps it in the local storage on localhost and 127.0.0.1: this is neither.
const HOST = "[::1]";

const types: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

const test = base.extend({
  app: async ({ hosted, page, runScript, workos: _ }, use, testInfo) => {
    const folder = testInfo.outputPath("app");
    const server = createServer(({ url = "/" }, response) => {
      const file = join(folder, new URL(url, "http://app").pathname);
      const sent = existsSync(file) && extname(file) ? file : join(folder, "index.html");
      response.setHeader("content-type", types[extname(sent)] ?? "application/octet-stream");
      createReadStream(sent).pipe(response);
    });
    const isListening = new Promise((resolve) => {
      server.on("error", () => resolve(false)).listen(0, "::1", () => resolve(true));
    });
    testInfo.skip(!(await isListening), "this machine has no ::1");
    const origin = `http://${HOST}:${(server.address() as AddressInfo).port}`;
    await workosApi("redirect_uris", { uri: `${origin}/callback` });
    await workosApi("cors_origins", { origin });
    const build = await runScript("vite", ["build", "--", `--outDir=${folder}`], {
      ...project.buildVariables,
      VITE_WORKOS_API_HOSTNAME: HOST,
      VITE_WORKOS_REDIRECT_URI: `${origin}/callback`,
    });
    expect(build.succeeded, build.output).toBe(true);
    await use(new App(page, origin, hosted));
    server.close();
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

  await app.signOutButton.click();
  await page.waitForURL(`${project.homeApp.origin}/`);
  await app.open("/lists");
  await app.hosted.isShown(page);
  expect((await context.cookies()).map(({ name }) => name)).not.toContain("workos-has-session");
});
