import { expect, test as base, type BrowserContext } from "@playwright/test";
import { WorkOS } from "@workos-inc/node";
import { createControlClient, type ControlClient, type TestApp } from "convex-authkit/testing";
import { randomUUID } from "node:crypto";
import config from "../convex-authkit.config.ts";
import { check } from "./checks/checks.ts";
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
  /** An app in a browser of its own: the project's, if no other is named. */
  newWindow: (appName?: string) => Promise<App>;
  /** Adds a list in the app, for the person who is signed in there, and removes it with the test. */
  addOwnList: () => Promise<string>;
  /** Errors that the test causes: it fails on all others that a browser reports. */
  expectedErrors: RegExp[];
  /** Fails the test on what no page may have or do, whatever the test is about: see `checks`. */
  checks: void;
  /** Does something after the test and its checks, the latest first. */
  afterwards: (step: () => Promise<unknown>) => void;
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
  /** A name for an organization, which goes with the test. */
  newOrganizationName: () => string;
  /** An admin of the app, in a browser of their own. */
  admin: App;
};

const isDeployed = deployed !== undefined;

export const test = base.extend<Fixtures & LocalFixtures & Options>({
  appName: ["", { option: true }],
  otherAppName: ["", { option: true }],

  hosted: async ({ trace }, use) => {
    if (deployed?.signIn !== "authkit") return await use(localWorkosSignIn);
    if (trace !== "off") {
      throw new Error("A trace would have E2E_PASSWORD in it: run this without one.");
    }
    await use(authKitSignIn(deployed.password));
  },

  // Depends on the context so that the pages are still open.
  afterwards: async ({ context: _ }, use) => {
    const steps: (() => Promise<unknown>)[] = [];
    await use((step) => steps.unshift(step));
    for (const step of steps) await step();
  },

  expectedErrors: async ({}, use) => {
    await use([]);
  },

  // Set up before, and so checked before the end of, whatever the test has for itself.
  checks: [
    async ({ afterwards: _, browser, context, expectedErrors }, use, testInfo) => {
      const finds = [check(context, isOurs)];
      const alsoCheck = (another: BrowserContext) => void finds.push(check(another, isOurs));
      browser.on("context", alsoCheck);
      await use();
      browser.off("context", alsoCheck);
      if (testInfo.errors.length > 0) return;
      const problems = (await Promise.all(finds.map((find) => find()))).flat();
      const isExpected = (problem: string) => expectedErrors.some((error) => error.test(problem));
      expect(problems.filter((problem) => !isExpected(problem))).toEqual([]);
    },
    { auto: true },
  ],

  person: async ({ afterwards }, use) => {
    await use(
      deployed
        ? { email: deployed.email }
        : await register(controlClient(), somebody(), afterwards),
    );
  },

  app: async ({ appName, hosted, page }, use) => {
    await use(new App(page, originOf(appName), hosted));
  },

  newWindow: async ({ afterwards, appName, browser, hosted }, use) => {
    await use(async (name = appName) => {
      const context = await browser.newContext();
      afterwards(() => context.close());
      return new App(await context.newPage(), originOf(name), hosted);
    });
  },

  // The person is named so that they go after their list.
  addOwnList: async ({ afterwards, app, person: _ }, use) => {
    await use(async () => {
      const name = `List ${randomUUID()}`;
      afterwards(async () => {
        await app.open("/lists");
        await app.removeList(name);
      });
      await app.addList(name);
      return name;
    });
  },

  workos: async ({}, use, testInfo) => {
    testInfo.skip(isDeployed, "they change people, or the service, through the local WorkOS");
    await use(controlClient());
  },

  localPages: async ({}, use, testInfo) => {
    testInfo.skip(isDeployed, "they sign people up, who would stay");
    await use(localWorkosSignIn);
  },

  newPerson: async ({ afterwards, workos }, use) => {
    const person = somebody();
    afterwards(() => forget(workos, person));
    await use(person);
  },

  ownPerson: async ({ afterwards, workos }, use) => {
    await use(await register(workos, somebody(), afterwards));
  },

  newOrganizationName: async ({ afterwards, workos: _ }, use) => {
    await use(() => {
      const name = `Engines ${randomUUID()}`;
      afterwards(() => forgetOrganization(name));
      return name;
    });
  },

  admin: async ({ afterwards, newWindow, workos }, use) => {
    const person = await register(workos, somebody(), afterwards);
    await workosApi().userManagement.createOrganizationMembership({
      userId: person.id,
      organizationId: config.deploymentVariables?.ADMIN_ORGANIZATION_ID?.local ?? "",
      roleSlug: "admin",
    });
    const app = await newWindow();
    await app.open("/admin");
    await app.hosted.signIn(app.page, person);
    await app.expectSignedIn();
    await use(app);
  },
});

/** Somebody new, with an email domain that nobody else has. */
function somebody(): Person {
  return { email: `ada@${randomUUID()}.example`, firstName: "Ada", lastName: "Lovelace" };
}

/** Creates a person in WorkOS for one test, and waits until the backend has them too. */
async function register(
  workos: ControlClient,
  person: Person,
  afterwards: Fixtures["afterwards"],
): Promise<Person & { id: string }> {
  const { email, firstName, lastName } = person;
  afterwards(() => forget(workos, person));
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

/** The link that WorkOS has sent to a person with an invitation. */
export async function invitationLink({ email }: KnownPerson): Promise<string> {
  const { data } = await workosApi().userManagement.listInvitations({ email });
  return data[0]!.acceptInvitationUrl;
}

/** Opens the link of an invitation. It starts the sign-in at one app's page, as WorkOS's does. */
export async function openInvitation(app: App, person: KnownPerson) {
  const { email } = person;
  const initiateLoginUri = `${app.origin}/sign-in?returnTo=%2Forganization`;
  await controlClient().settings({ email, initiateLoginUri });
  await app.page.goto(await invitationLink(person));
}

/** Deletes the organization of a name in WorkOS, if there is one. */
async function forgetOrganization(name: string) {
  const { organizations } = workosApi();
  const all = await (await organizations.listOrganizations()).autoPagination();
  const organization = all.find((each) => each.name === name);
  if (organization) await organizations.deleteOrganization(organization.id);
}

/** WorkOS by its API, as the backend of any app has it. */
function workosApi(): WorkOS {
  const { hostname, port } = new URL(project.workosUrl);
  return new WorkOS(apiKey(), { apiHostname: hostname, port: Number(port), https: false });
}

function controlClient(): ControlClient {
  return createControlClient({ url: project.workosUrl, apiKey: apiKey() });
}

function apiKey(): string {
  const key = process.env[WORKOS_API_KEY];
  if (key) return key;
  throw new Error("The suite's stack is not running: start the tests with npm run test:e2e.");
}

function originOf(appName: string): string {
  const origin = deployed ? deployed.origins[appName] : find(appName).origin;
  if (!origin) throw new Error(`This run has no URL for the app ${appName}.`);
  return origin;
}

function isOurs(url: string): boolean {
  const names = project.apps.map(({ name }) => name);
  const origins = deployed ? Object.values(deployed.origins) : names.map(originOf);
  return origins.some((origin) => url.startsWith(`${origin}/`));
}

function find(appName: string): TestApp {
  const app = project.apps.find(({ name }) => name === appName);
  if (!app) throw new Error(`There is no app ${appName}.`);
  return app;
}

export { expect } from "@playwright/test";
