import { openedBy, test as base } from "../../fixtures.ts";
import type { App } from "../../pages/app.ts";
import type { KnownPerson } from "../../pages/hosted-sign-in.ts";

export const test = base.extend<{
  /** Signs one person in, in two browsers: to two apps, or to the one that there is. */
  signInToBoth: (person: KnownPerson) => Promise<[App, App]>;
}>({
  signInToBoth: async ({ app, browser, hosted, otherAppName }, use) => {
    const context = await browser.newContext();
    const apps: [App, App] = [app, openedBy(await context.newPage(), otherAppName)];
    await use(async (person) => {
      for (const each of apps) {
        await each.open("/lists");
        await hosted.signIn(each.page, person);
        await each.expectConvexAuthenticated();
        await each.expectProfile(person);
      }
      return apps;
    });
    await context.close();
  },
});
