import type { Page } from "@playwright/test";
import { expect, openedBy, test } from "../../fixtures.ts";
import type { App } from "../../pages/app.ts";
import { watchConvexMessages } from "../../pages/convex-messages.ts";
import type { HostedSignIn, KnownPerson } from "../../pages/hosted-sign-in.ts";

/** A second tab signs out, and somebody else in. */
async function signInElsewhere(page: Page, hosted: HostedSignIn, person: KnownPerson) {
  const tab = openedBy(await page.context().newPage(), "next");
  await tab.open("/lists");
  await tab.expectConvexAuthenticated();
  await tab.signOut();
  await tab.expectSignedOut();
  await tab.open("/lists");
  await hosted.signIn(tab.page, person);
  await tab.expectConvexAuthenticated();
  return tab;
}

/** Notes each pairing of the header's address and the page's that a person could have seen. */
async function watchPairs(app: App) {
  const seen = new Set<string>();
  await app.page.exposeFunction("notePair", (pair: string) => seen.add(pair));
  await app.page.addInitScript(() => {
    const { notePair } = window as unknown as { notePair: (pair: string) => void };
    const address = (selector: string) =>
      /ada@[\da-f-]{36}\.example/.exec(document.querySelector(selector)?.textContent ?? "")?.[0];
    new MutationObserver(() => {
      const [inHeader, inPage] = [address("header"), address("main")];
      if (inHeader && inPage) notePair(`${inHeader} ${inPage}`);
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  return seen;
}

test("a page of one person starts anew when its token would be another's", async ({
  app,
  hosted,
  ownPerson,
  page,
  person,
  workos,
}) => {
  test.setTimeout(120_000);
  const convex = watchConvexMessages(page);
  const pairs = await watchPairs(app);
  await workos.settings({ email: ownPerson.email, accessTokenLifetimeSeconds: 35 });
  await app.open("/lists");
  await hosted.signIn(page, ownPerson);
  await app.expectConvexAuthenticated();
  await workos.holdWebhooks(ownPerson.email);
  const header = page.getByRole("banner");
  await expect(header).toContainText(ownPerson.email);

  const tab = await signInElsewhere(page, hosted, person);
  await convex.tokenHasExpired();
  await expect(header).toContainText(person.email, { timeout: 30_000 });
  await app.expectConvexAuthenticated();
  await app.expectProfile(person);
  await tab.page.close();
  const both = [ownPerson.email, person.email];
  expect([...pairs].sort()).toEqual(both.map((email) => `${email} ${email}`).sort());
});

test("a page that a person goes to is not put below another person's header", async ({
  app,
  hosted,
  ownPerson,
  page,
  person,
  workos,
}) => {
  const pairs = await watchPairs(app);
  await app.open("/lists");
  await hosted.signIn(page, ownPerson);
  await app.expectConvexAuthenticated();

  // So that the page does not hear from Convex that its session has ended.
  await workos.holdWebhooks(ownPerson.email);
  const tab = await signInElsewhere(page, hosted, person);
  await page.getByRole("banner").getByRole("link", { name: "Account" }).click();
  await expect(page.getByRole("banner")).toContainText(person.email);
  await expect(page.getByRole("heading", { name: "My account" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(person.email);
  await tab.page.close();
  const both = [ownPerson.email, person.email];
  expect([...pairs].sort()).toEqual(both.map((email) => `${email} ${email}`).sort());
});

test("a page that the browser has kept for Back starts anew", async ({
  app,
  context,
  hosted,
  page,
  person,
}) => {
  await app.open("/lists");
  await hosted.signIn(page, person);
  await app.expectConvexAuthenticated();

  await context.clearCookies({ name: /^wos-/ });
  // What a browser does when it shows a kept page. Chromium keeps none when Playwright drives it.
  await page.evaluate(() =>
    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })),
  );
  await hosted.isShown(page);
});

test("no cache keeps a page with a person's data", async ({ app, hosted, page, person }) => {
  await app.open("/lists");
  await hosted.signIn(page, person);
  await app.expectConvexAuthenticated();
  for (const path of ["/", "/lists", "/account", "/admin"]) {
    const response = await page.request.get(app.origin + path, {
      headers: { accept: "text/html" },
    });
    expect(response.headers()["cache-control"], path).toContain("no-store");
  }
});
