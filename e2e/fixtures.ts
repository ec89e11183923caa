import { test as base, type Page } from "@playwright/test";
import { createControlClient, type ControlClient } from "@repo/local-workos";
import { randomUUID } from "node:crypto";
import { App } from "./pages/app.ts";
import { localWorkosSignIn, type HostedSignIn, type Person } from "./pages/hosted-sign-in.ts";
import { addresses, type AppName } from "./stack/addresses.ts";
import { WORKOS_API_KEY } from "./stack/settings.ts";

type Options = {
  /** The app that the project is about. */
  appName: AppName;
};

type Fixtures = {
  /** WorkOS from its other side: people, webhooks, faults. */
  workos: ControlClient;
  hosted: HostedSignIn;
  /** Somebody whom WorkOS does not know yet. They and all that is theirs go with the test. */
  newPerson: Person;
  /** Somebody whom WorkOS and the backend know. */
  person: Person & { id: string };
  /** The project's app, in the test's own page. */
  app: App;
};

export const test = base.extend<Fixtures & Options>({
  appName: ["next", { option: true }],

  workos: async ({}, use) => {
    const apiKey = process.env[WORKOS_API_KEY];
    if (!apiKey)
      throw new Error("The suite's stack is not running: start the tests with npm run test:e2e.");
    await use(createControlClient({ url: addresses.workos, apiKey }));
  },

  hosted: async ({}, use) => {
    await use(localWorkosSignIn);
  },

  newPerson: async ({ workos }, use) => {
    const email = `ada-${randomUUID()}@example.com`;
    await use({ email, firstName: "Ada", lastName: "Lovelace" });
    await workos.releaseWebhooks(email);
    const user = await workos.findUserByEmail(email);
    if (user) {
      await workos.deleteUser(user.id);
      await workos.waitForDelivery({ email, type: "user.deleted" });
    }
  },

  person: async ({ workos, newPerson }, use) => {
    const { email, firstName, lastName } = newPerson;
    const user = await workos.createUser({ email, first_name: firstName, last_name: lastName });
    await workos.waitForDelivery({ email, type: "user.created" });
    await use({ ...newPerson, id: user.id });
  },

  app: async ({ page, appName }, use) => {
    await use(openedBy(page, appName));
  },
});

/** An app in a page of the test's choice. */
export function openedBy(page: Page, appName: AppName): App {
  return new App(page, addresses.apps[appName].origin);
}

export { expect } from "@playwright/test";
