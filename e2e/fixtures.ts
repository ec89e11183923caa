import { test as base, type Page } from "@playwright/test";
import { createControlClient, type ControlClient } from "@repo/local-workos";
import { adminOrganizationId } from "@repo/local-stack";
import { WorkOS } from "@workos-inc/node";
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
  /** An admin of the app, in a browser of their own. */
  admin: App;
};

export const test = base.extend<Fixtures & Options>({
  appName: ["next", { option: true }],

  workos: async ({}, use) => {
    await use(createControlClient({ url: addresses.workos, apiKey: apiKey() }));
  },

  hosted: async ({}, use) => {
    await use(localWorkosSignIn);
  },

  newPerson: async ({ workos }, use) => {
    const person = somebody();
    await use(person);
    await forget(workos, person);
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

  admin: async ({ appName, browser, hosted, workos }, use) => {
    const person = somebody();
    const { email, firstName, lastName } = person;
    const user = await workos.createUser({ email, first_name: firstName, last_name: lastName });
    await makeAdmin(user.id);
    const context = await browser.newContext();
    const app = openedBy(await context.newPage(), appName);
    await app.open("/admin");
    await hosted.signIn(app.page, person);
    await use(app);
    await context.close();
    await forget(workos, person);
  },
});

/** Somebody new, with an email domain that nobody else has. */
function somebody(): Person {
  return { email: `ada@${randomUUID()}.example`, firstName: "Ada", lastName: "Lovelace" };
}

/** Deletes a person in WorkOS, and waits until the backend has done so too. */
async function forget(workos: ControlClient, { email }: Person) {
  await workos.releaseWebhooks(email);
  const user = await workos.findUserByEmail(email);
  if (!user) return;
  await workos.deleteUser(user.id);
  await workos.waitForDelivery({ email, type: "user.deleted" });
}

/** Makes a WorkOS user an admin of the app, from their next sign-in on. */
export async function makeAdmin(userId: string) {
  const { hostname, port } = new URL(addresses.workos);
  const api = new WorkOS(apiKey(), { apiHostname: hostname, port: Number(port), https: false });
  await api.userManagement.createOrganizationMembership({
    userId,
    organizationId: adminOrganizationId,
    roleSlug: "admin",
  });
}

function apiKey(): string {
  const key = process.env[WORKOS_API_KEY];
  if (key) return key;
  throw new Error("The suite's stack is not running: start the tests with npm run test:e2e.");
}

/** An app in a page of the test's choice. */
export function openedBy(page: Page, appName: AppName): App {
  return new App(page, addresses.apps[appName].origin);
}

export { expect } from "@playwright/test";
