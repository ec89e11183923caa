import type { BrowserContext } from "@playwright/test";
import { expect, openedBy, test } from "../../fixtures.ts";

async function verifiers(context: BrowserContext) {
  return (await context.cookies()).filter(({ name }) => name.startsWith("wos-auth-verifier"));
}

test("looking around while signed out sets no cookie, and ends no sign-in", async ({
  app,
  context,
  hosted,
  page,
  person,
}) => {
  await app.open();
  await app.open("/nowhere");
  expect(await context.cookies()).toEqual([]);

  await app.open("/lists");
  await hosted.isShown(page);
  const tab = openedBy(await context.newPage(), "next");
  for (let views = 0; views < 8; views++) await tab.open(views % 2 ? "/" : "/sign-in-error");
  expect(await verifiers(context)).toHaveLength(1);
  await hosted.signIn(page, person);
  await app.expectConvexAuthenticated();
  expect(await verifiers(context)).toEqual([]);
});

for (const path of ["/sign-in", "/sign-up", "/lists"]) {
  test(`sign-ins that were begun at ${path} and left lock nobody out`, async ({
    app,
    context,
    hosted,
    page,
    person,
  }) => {
    for (let begun = 0; begun < 40; begun++) {
      const response = await page.request.get(app.origin + path, {
        headers: { accept: "text/html" },
        maxRedirects: 0,
      });
      expect(response.status()).toBe(307);
    }
    expect(await verifiers(context)).toHaveLength(5);

    // And the newest few can be finished, whatever is begun after them.
    await app.open("/lists");
    await hosted.isShown(page);
    for (let begun = 0; begun < 3; begun++) {
      await openedBy(await context.newPage(), "next").open(path);
    }
    await hosted.signIn(page, person);
    await app.expectConvexAuthenticated();
  });
}

test("scripts cannot read the session, and other sites do not send it", async ({
  app,
  context,
  hosted,
  page,
  person,
}) => {
  await app.open("/lists");
  await hosted.isShown(page);
  const [verifier] = await verifiers(context);
  expect(verifier).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  await hosted.signIn(page, person);
  await app.expectConvexAuthenticated();
  const session = (await context.cookies()).find(({ name }) => name === "wos-session");
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
});

test("whether a cookie is Secure goes by the redirect URI, whatever a proxy says", async ({
  app,
  context,
  hosted,
  page,
  person,
}) => {
  // The suite's redirect URI is of http. Of https, with a proxy that says nothing, is the same.
  await context.setExtraHTTPHeaders({ "x-forwarded-proto": "https" });
  await app.open("/lists");
  await hosted.isShown(page);
  expect(await verifiers(context)).toMatchObject([{ secure: false }]);
  await hosted.signIn(page, person);
  await app.expectConvexAuthenticated();
  const session = (await context.cookies()).find(({ name }) => name === "wos-session");
  expect(session).toMatchObject({ secure: false });
});
