import type { BrowserContext } from "@playwright/test";
import { expect, test } from "../fixtures.ts";

async function cookies(context: BrowserContext, prefix: "wos-auth-verifier" | "wos-session") {
  return (await context.cookies()).filter(({ name }) => name.startsWith(prefix));
}

test("looking around while signed out sets no cookie, and ends no sign-in", async ({
  app,
  context,
  expectedErrors,
  hosted,
  page,
  person,
}) => {
  expectedErrors.push(/404/);
  await app.open();
  await app.open("/nowhere");
  expect(await context.cookies()).toEqual([]);

  await app.open("/lists");
  await hosted.isShown(page);
  const tab = await app.inNewTab();
  for (let views = 0; views < 8; views++) await tab.open(views % 2 ? "/" : "/sign-in-error");
  expect(await cookies(context, "wos-auth-verifier")).toHaveLength(1);
  await hosted.signIn(page, person);
  await app.expectConvexAuthenticated();
  expect(await cookies(context, "wos-auth-verifier")).toEqual([]);
});

for (const path of ["/sign-in", "/sign-up"]) {
  test(`sign-ins that were begun at ${path} and left lock nobody out`, async ({
    app,
    context,
    hosted,
    page,
    person,
  }) => {
    const headers = { accept: "text/html" };
    for (let begun = 0; begun < 42; begun++) {
      const response = await page.request.get(app.origin + path, { headers, maxRedirects: 0 });
      expect(response.status()).toBe(307);
    }
    expect(await cookies(context, "wos-auth-verifier")).toHaveLength(5);

    // And the newest few can be finished, whatever is begun after them.
    await app.open("/lists");
    await hosted.isShown(page);
    for (let begun = 0; begun < 3; begun++) await (await app.inNewTab()).open(path);
    await hosted.signIn(page, person);
    await app.expectConvexAuthenticated();
  });
}

test("scripts cannot read the session, other sites do not send it, and http is said by no proxy", async ({
  app,
  context,
  hosted,
  page,
  person,
}) => {
  // Whether a cookie is Secure goes by the redirect URI. The suite's is of http; of https, with a
  // proxy that says nothing, is the same.
  await context.setExtraHTTPHeaders({ "x-forwarded-proto": "https" });
  const attributes = { httpOnly: true, sameSite: "Lax", path: "/", secure: false };
  await app.open("/lists");
  await hosted.isShown(page);
  expect(await cookies(context, "wos-auth-verifier")).toMatchObject([attributes]);
  await hosted.signIn(page, person);
  await app.expectConvexAuthenticated();
  expect(await cookies(context, "wos-session")).toMatchObject([attributes]);
});

const long = "é".repeat(600);

for (const [what, changes] of [
  ["three metadata values of 600 characters", { metadata: { a: long, b: long, c: long } }],
  ["names of 600 characters", { first_name: long, last_name: long }],
] as const) {
  test(`a person with ${what} gets in, and stays so when the session is refreshed`, async ({
    app,
    context,
    person,
    page,
    workos,
  }) => {
    const { email, id } = person;
    await workos.updateUser(id, changes);
    // Every page load refreshes a token that ends within thirty seconds.
    await workos.settings({ email, accessTokenLifetimeSeconds: 29 });
    await app.signIn(person);
    const [before] = await cookies(context, "wos-session");

    await page.reload();
    await app.expectConvexAuthenticated();
    await expect(app.account).toContainText(email);
    expect(await cookies(context, "wos-session")).not.toEqual([before]);
  });
}
