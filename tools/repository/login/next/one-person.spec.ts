import { expect, test } from "../fixtures.ts";
import type { App } from "../../../../e2e/pages/app.ts";
import type { Person } from "../../../../e2e/pages/hosted-sign-in.ts";

/** A second tab signs out, and somebody else in. */
async function signInElsewhere(app: App, person: Person) {
  const tab = await app.inNewTab();
  await tab.open("/lists");
  await tab.expectConvexAuthenticated();
  await tab.signOut();
  await tab.signIn(person);
}

function themselves(...people: Person[]) {
  return people.map(({ email }) => `${email} ${email}`).sort();
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
  createPerson,
  expectedErrors,
  page,
  person,
  shortSession,
  workos,
}) => {
  expectedErrors.push(/ERR_FAILED/);
  const other = await createPerson();
  const pairs = await watchPairs(app);
  await shortSession();
  // So that the page does not hear from Convex that its session has ended.
  await workos.holdWebhooks(person.email);
  const header = page.getByRole("banner");
  await expect(header).toContainText(person.email);

  // Nor from the server while nobody is signed in.
  await page.route("**/access-token*", (route) => route.abort());
  await signInElsewhere(app, other);
  await page.unroute("**/access-token*");
  await expect(header).toContainText(other.email, { timeout: 30_000 });
  await app.expectConvexAuthenticated();
  await app.expectProfile(other);
  expect([...pairs].sort()).toEqual(themselves(person, other));
});

test("a page that a person goes to is not put below another person's header", async ({
  app,
  createPerson,
  page,
  person,
  workos,
}) => {
  const other = await createPerson();
  const pairs = await watchPairs(app);
  await app.signIn(person);
  await workos.holdWebhooks(person.email);
  await signInElsewhere(app, other);
  await app.choose("Account");
  await expect(page.getByRole("banner")).toContainText(other.email);
  await expect(page.getByRole("heading", { name: "My account" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(other.email);
  expect([...pairs].sort()).toEqual(themselves(person, other));
});

test("a page that the browser has kept for Back starts anew", async ({
  app,
  context,
  hosted,
  page,
  person,
}) => {
  await app.signIn(person);

  await context.clearCookies({ name: /^wos-/ });
  // What a browser does when it shows a kept page. Chromium keeps none when Playwright drives it.
  await page.evaluate(() =>
    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })),
  );
  await hosted.isShown(page);
});

test("no cache keeps a page with a person's data", async ({ app, page, person }) => {
  await app.signIn(person);
  for (const path of ["/", "/lists", "/account", "/admin"]) {
    const response = await page.request.get(app.origin + path, {
      headers: { accept: "text/html" },
    });
    expect(response.headers()["cache-control"], path).toMatch(/private.*no-store/);
  }
});
