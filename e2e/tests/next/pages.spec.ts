import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test } from "../../fixtures.ts";

test("each page has its title", async ({ app, hosted, page, person }) => {
  await app.open();
  await expect(page).toHaveTitle("Tandem");
  await app.open("/sign-in-error");
  await expect(page).toHaveTitle("Sign-in · Tandem");
  await app.open("/lists");
  await hosted.signIn(page, person);
  await app.expectConvexAuthenticated();
  for (const [path, title] of [
    ["/lists", "My lists · Tandem"],
    ["/account", "My account · Tandem"],
    ["/admin", "Who may sign up · Tandem"],
    ["/nowhere", "Page not found · Tandem"],
  ] as const) {
    await app.open(path);
    await expect(page).toHaveTitle(title);
  }
});

test("a page that is not there says so, and leads home", async ({ app, page }) => {
  const response = await page.goto(`${app.origin}/nowhere`);
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Home" }).click();
  await expect(page).toHaveURL(`${app.origin}/`);
});

test("a page that fails says so, and is there at the next try", async ({
  app,
  hosted,
  page,
  person,
}) => {
  await app.open("/lists");
  await hosted.signIn(page, person);
  await app.expectConvexAuthenticated();

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
