import { expect, test as base, type BrowserContext, type Page } from "@playwright/test";
import {
  createControlClient,
  runScript,
  type ControlClient,
  type ScriptResult,
  type TestApp,
} from "convex-authkit/testing";
import { WorkOS } from "@workos-inc/node";
import { randomUUID } from "node:crypto";
import config from "../convex-authkit.config.ts";
import { watchPolicy } from "./checks/csp.ts";
import { deployed } from "./deployed/index.ts";
import { App } from "./pages/app.ts";
import { authKitSignIn } from "./pages/authkit-sign-in.ts";
import {
  localWorkosSignIn,
  type HostedSignIn,
  type KnownPerson,
  type LocalHostedPages,
  type Person,
} from "./pages/hosted-sign-in.ts";
import { interceptReturnToApp } from "./pages/return-to-app.ts";
import type { Options } from "./projects.ts";
import { project } from "./stack/project.ts";
import { WORKOS_API_KEY } from "./stack/settings.ts";

/** What works everywhere. */
type Fixtures = {
  hosted: HostedSignIn;
  /** Somebody whom WorkOS and the backend know: of deployed apps the test user, so change nothing. */
  person: KnownPerson;
  /** The project's app, in the test's own page. */
  app: App;
  /** Adds a list in the app, for the person who is signed in there, and removes it with the test. */
  addOwnList: () => Promise<string>;
  /** Fails the test on what a Content-Security-Policy has kept a page from. */
  policy: void;
};

/** What a deployment does not have: a test that takes one of these is skipped there. */
type LocalFixtures = {
  /** WorkOS from its other side: people, webhooks, faults. */
  workos: ControlClient;
  /** The hosted pages with more than a sign-in. */
  localPages: LocalHostedPages;
  /** Somebody whom WorkOS does not know yet. They and all that is theirs go with the test. */
  newPerson: Person;
  /** Somebody whom WorkOS and the backend know, and whom the test may change. */
  ownPerson: Person & { id: string };
  /** An admin of the app, in a browser of their own. */
  admin: App;
  /** Stands between WorkOS and the app for one return to it. */
  interceptReturnToApp: typeof interceptReturnToApp;
  /** Runs a script of an app to its end. */
  runScript: (
    appName: string,
    command: string[],
    env: Record<string, string>,
  ) => Promise<ScriptResult>;
};

const isDeployed = deployed !== undefined;

export const test = base.extend<Fixtures & LocalFixtures & Options>({
  appName: ["", { option: true }],
  otherAppName: ["", { option: true }],

  policy: [
    async ({ browser, context }, use) => {
      const violations = [watchPolicy(context)];
      const alsoWatch = (another: BrowserContext) => void violations.push(watchPolicy(another));
      browser.on("context", alsoWatch);
      await use();
      browser.off("context", alsoWatch);
      expect(violations.flatMap((find) => find())).toEqual([]);
    },
    { auto: true },
  ],

  hosted: async ({ trace }, use) => {
    if (deployed?.signIn !== "authkit") return await use(localWorkosSignIn);
    if (trace !== "off") {
      throw new Error("A trace would have E2E_PASSWORD in it: run this without one.");
    }
    await use(authKitSignIn(deployed.password));
  },

  person: async ({}, use) => {
    if (deployed) return await use({ email: deployed.email });
    const person = await register(controlClient(), somebody());
    await use(person);
    await forget(controlClient(), person);
  },

  app: async ({ page, appName }, use) => {
    await use(openedBy(page, appName));
  },

  // The person is named so that they go after their list.
  addOwnList: async ({ app, person: _ }, use) => {
    const added: string[] = [];
    await use(async () => {
      const name = `List ${randomUUID()}`;
      added.push(name);
      await app.addList(name);
      return name;
    });
    for (const name of added) {
      await app.open("/lists");
      await app.removeList(name);
    }
  },

  workos: async ({}, use, testInfo) => {
    testInfo.skip(isDeployed, "they change people, or the service, through the local WorkOS");
    await use(controlClient());
  },

  localPages: async ({}, use, testInfo) => {
    testInfo.skip(isDeployed, "they sign people up, who would stay");
    await use(localWorkosSignIn);
  },

  newPerson: async ({ workos }, use) => {
    const person = somebody();
    await use(person);
    await forget(workos, person);
  },

  ownPerson: async ({ workos, newPerson }, use) => {
    await use(await register(workos, newPerson));
  },

  admin: async ({ appName, browser, hosted, workos }, use) => {
    const person = await register(workos, somebody());
    await makeAdmin(person.id);
    const context = await browser.newContext();
    const app = openedBy(await context.newPage(), appName);
    await app.open("/admin");
    await hosted.signIn(app.page, person);
    await use(app);
    await context.close();
    await forget(workos, person);
  },

  interceptReturnToApp: async ({}, use, testInfo) => {
    testInfo.skip(isDeployed, "they stand between the local WorkOS and the app");
    await use(interceptReturnToApp);
  },

  runScript: async ({}, use, testInfo) => {
    testInfo.skip(isDeployed, "they are about builds on this machine");
    await use((appName, command, env) => runScript(find(appName).folder, command, env));
  },
});

/** Somebody new, with an email domain that nobody else has. */
function somebody(): Person {
  return { email: `ada@${randomUUID()}.example`, firstName: "Ada", lastName: "Lovelace" };
}

/** Creates a person in WorkOS, and waits until the backend has them too. */
async function register(workos: ControlClient, person: Person): Promise<Person & { id: string }> {
  const { email, firstName, lastName } = person;
  const { id } = await workos.createUser({ email, first_name: firstName, last_name: lastName });
  await workos.waitForDelivery({ email, type: "user.created" });
  return { ...person, id };
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
  const { hostname, port } = new URL(project.workosUrl);
  const api = new WorkOS(apiKey(), { apiHostname: hostname, port: Number(port), https: false });
  await api.userManagement.createOrganizationMembership({
    userId,
    organizationId: config.deploymentVariables?.ADMIN_ORGANIZATION_ID?.local ?? "",
    roleSlug: "admin",
  });
}

function controlClient(): ControlClient {
  return createControlClient({ url: project.workosUrl, apiKey: apiKey() });
}

function apiKey(): string {
  const key = process.env[WORKOS_API_KEY];
  if (key) return key;
  throw new Error("The suite's stack is not running: start the tests with npm run test:e2e.");
}

/** An app in a page of the test's choice. */
export function openedBy(page: Page, appName: string): App {
  const origin = deployed ? deployed.origins[appName] : find(appName).origin;
  if (!origin) throw new Error(`This run has no URL for the app ${appName}.`);
  return new App(page, origin);
}

function find(appName: string): TestApp {
  const app = project.apps.find(({ name }) => name === appName);
  if (!app) throw new Error(`There is no app ${appName}.`);
  return app;
}

export { expect } from "@playwright/test";
