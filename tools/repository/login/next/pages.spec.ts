import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test } from "../fixtures.ts";

test("pages that say what went wrong have a status and a title of their own", async ({
  app,
  expectedErrors,
  page,
}) => {
  expectedErrors.push(/404/);
  for (const [path, status, title] of [
    ["/sign-in-error", 200, "Sign-in · Tandem"],
    ["/nowhere", 404, "Page not found · Tandem"],
  ] as const) {
    const response = await page.goto(app.origin + path);
    expect(response?.status()).toBe(status);
    await expect(page).toHaveTitle(title);
  }
});

test("the server's page says that Convex has authenticated the person, and is busy", async ({
  app,
  page,
  person,
}) => {
  await app.signIn(person);
  const html = await (await page.request.get(`${app.origin}/lists`)).text();
  expect(html).toContain("Convex-authenticated");
  expect(html).toContain('aria-label="Account" aria-busy="true"');
});

test("a page that fails says so, and is there at the next try", async ({
  app,
  expectedErrors,
  page,
  person,
}) => {
  expectedErrors.push(/CONVEX Q/);
  await app.signIn(person);

  let fails = true;
  await page.routeWebSocket(/\/sync$/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      type Change = { type: string; queryId: number };
      const { modifications, ...rest } = JSON.parse(message.toString()) as {
        modifications?: Change[];
      };
      if (!fails || !modifications?.length) return socket.send(message);
      const failed = modifications.map(({ queryId }) => ({
        ...{ type: "QueryFailed", queryId, errorMessage: "Server Error", logLines: [] },
      }));
      socket.send(JSON.stringify({ ...rest, modifications: failed }));
    });
  });
  await page.reload();
  await expect(page.getByRole("heading", { name: "This page did not load" })).toBeVisible();
  fails = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await app.expectConvexAuthenticated();
});

for (const target of ["/icon.svgx", "/_next/staticx", "/_next/static/none.js", "/sign-inx"]) {
  test(`${target} is not found`, async ({ app, page }) => {
    expect((await page.request.get(app.origin + target)).status()).toBe(404);
  });
}

for (const request of ["TRACE /", "OPTIONS *", "GET *", "POST /callback", "TRACE /callback"]) {
  test(`${request} is refused, and does not fail`, async ({ app }) => {
    const { hostname, port, host } = new URL(app.origin);
    const socket = connect(Number(port), hostname);
    socket.write(`${request} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(await text(socket)) ?? [];
    expect(["400", "404", "405"]).toContain(status);
  });
}
