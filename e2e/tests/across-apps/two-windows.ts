import { test as base } from "../../fixtures.ts";
import type { App } from "../../pages/app.ts";
import type { KnownPerson } from "../../pages/hosted-sign-in.ts";

export const test = base.extend<{
  /** Signs one person in, in two browsers: to two apps, or to the one that there is. */
  signInToBoth: (person: KnownPerson) => Promise<[App, App]>;
}>({
  signInToBoth: async ({ app, newWindow, otherAppName }, use) => {
    await use(async (person) => {
      const apps: [App, App] = [app, await newWindow(otherAppName)];
      for (const each of apps) {
        await each.signIn(person);
        await each.expectProfile(person);
      }
      return apps;
    });
  },
});
