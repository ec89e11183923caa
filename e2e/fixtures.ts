import { expect, test as base, type BrowserContext } from "@playwright/test";
import { WorkOS } from "@workos-inc/node";
import { createControlClient, type ControlClient } from "convex-authkit/testing";
import { randomUUID } from "node:crypto";
import config from "../convex-authkit.config.ts";
import { allChecks, check, type Checks } from "./checks/checks.ts";
import { App } from "./pages/app.ts";
import { localWorkosSignIn, type HostedSignIn, type Person } from "./pages/hosted-sign-in.ts";
import { project, WORKOS_API_KEY } from "./stack/project.ts";

/** Somebody whom WorkOS and the backend know. */
type KnownPerson = Person & { id: string };

/** What the configuration of a run chooses. */
export type Options = {
  /** Of the app that the project is about. */
  origin: string;
  /** Of the other one of two apps; the same where there is one. */
  otherOrigin: string;
  hosted: HostedSignIn;
  /** They, and all that is theirs, go with the test. */
  person: KnownPerson;
  /** The test fails on what they find, whatever it is about. */
  checks: Checks;
};

type Fixtures = {
  /** The project's app, in the test's own page. */
  app: App;
  /** The project's app in a browser of its own, or the app of another origin. */
  newWindow: (origin?: string) => Promise<App>;
  /** The other one of two apps, in a browser of its own. */
  otherApp: App;
  /** WorkOS from its other side: people, webhooks, faults. */
  workos: ControlClient;
  /** Registers somebody else, who goes with the test too. */
  createPerson: () => Promise<KnownPerson>;
  /** Somebody whom WorkOS does not know yet. They go with the test too. */
  newPerson: Person;
  /** A name for an organization, which goes with the test. */
  newOrganizationName: () => string;
  /** An admin of the app, in a browser of their own. */
  admin: App;
  /** Problems that the test causes, and `checks` may find. */
  expectedErrors: RegExp[];
  runChecks: void;
  /** Does something after the test and its checks, the latest first. */
  afterwards: (step: () => Promise<unknown>) => void;
};

export const test = base.extend<Fixtures & Options>({
  origin: ["", { option: true }],
  otherOrigin: ["", { option: true }],
  hosted: [localWorkosSignIn, { option: true }],
  person: [async ({ createPerson }, use) => use(await createPerson()), { option: true }],
  checks: [allChecks, { option: true }],

  app: async ({ hosted, origin, page }, use) => {
    await use(new App(page, origin, hosted));
  },

  newWindow: async ({ afterwards, browser, hosted, origin }, use) => {
    await use(async (of = origin) => {
      const context = await browser.newContext();
      afterwards(() => context.close());
      return new App(await context.newPage(), of, hosted);
    });
  },

  otherApp: async ({ newWindow, otherOrigin }, use) => {
    await use(await newWindow(otherOrigin));
  },

  workos: async ({}, use) => {
    await use(createControlClient({ url: project.workosUrl, apiKey: apiKey() }));
  },

  createPerson: async ({ afterwards, workos }, use) => {
    await use(async () => {
      const person = somebody();
      const { email, firstName, lastName } = person;
      afterwards(() => forget(workos, person));
      const user = await workos.createUser({ email, first_name: firstName, last_name: lastName });
      await workos.waitForDelivery({ email, type: "user.created" });
      return { ...person, id: user.id };
    });
  },

  newPerson: async ({ afterwards, workos }, use) => {
    const person = somebody();
    afterwards(() => forget(workos, person));
    await use(person);
  },

  newOrganizationName: async ({ afterwards }, use) => {
    await use(() => {
      const name = `Engines ${randomUUID()}`;
      afterwards(() => forgetOrganization(name));
      return name;
    });
  },

  admin: async ({ createPerson, hosted, newWindow }, use) => {
    const person = await createPerson();
    await workosApi().userManagement.createOrganizationMembership({
      userId: person.id,
      organizationId: config.deploymentVariables?.ADMIN_ORGANIZATION_ID?.local ?? "",
      roleSlug: "admin",
    });
    const app = await newWindow();
    await app.open("/admin");
    await hosted.signIn(app.page, person);
    await app.expectSignedIn();
    await use(app);
  },

  expectedErrors: async ({}, use) => {
    await use([]);
  },

  // Set up before, and so run before the end of, whatever the test has for itself.
  runChecks: [
    async (
      { afterwards: _, browser, checks, context, expectedErrors, origin, otherOrigin },
      use,
      testInfo,
    ) => {
      const isOurs = (url: string) =>
        url.startsWith(`${origin}/`) || url.startsWith(`${otherOrigin}/`);
      const finds = [check(checks, context, isOurs)];
      const alsoCheck = (another: BrowserContext) =>
        void finds.push(check(checks, another, isOurs));
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

  // Depends on the context so that the pages are still open.
  afterwards: async ({ context: _ }, use) => {
    const steps: (() => Promise<unknown>)[] = [];
    await use((step) => steps.unshift(step));
    for (const step of steps) await step();
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

/** Opens the link of an invitation. It starts the sign-in at one app's page, as WorkOS's does. */
export async function openInvitation(app: App, workos: ControlClient, { email }: Person) {
  const initiateLoginUri = `${app.origin}/sign-in?returnTo=%2Forganization`;
  await workos.settings({ email, initiateLoginUri });
  const { data } = await workosApi().userManagement.listInvitations({ email });
  await app.page.goto(data[0]!.acceptInvitationUrl);
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

function apiKey(): string {
  const key = process.env[WORKOS_API_KEY];
  if (key) return key;
  throw new Error("This needs the suite's own stack: start the tests with npm run test:e2e.");
}

export { expect };
