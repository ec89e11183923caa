import { appNames, apps, homeApp } from "@repo/config/apps";
import { readAppUrls } from "@repo/convex-backend/urls";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { OwnServices } from "./own-services.ts";
import { credentialsOf, expectNoSecrets, setUp } from "./own-setup.ts";
import { RepositoryCopy } from "./repository-copy.ts";
import { SetupRun } from "./setup-run.ts";

// Each run starts the Convex CLI several times.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

type Values = Record<string, string>;

const copy = new RepositoryCopy();
const productionFile = join(copy.root, ".env.production");
const secretKey = () => randomBytes(16).toString("hex");
/** In development and production, nothing is registered and nothing pushed, before and after each test. */
let development: OwnServices;
let production: OwnServices;

beforeAll(async () => {
  development = await OwnServices.start("sk_test_");
  production = await OwnServices.start("sk_live_");
  writeProductionFile(production);
});

beforeEach(() => copy.writeDevelopmentFile(addressesOf(development)));

afterAll(async () => {
  await Promise.all([development.stop(), production.stop()]);
  copy.remove();
});

/** What the Convex CLI has written once a deployment is chosen. */
function addressesOf({ chosenDeployment, convex }: OwnServices): Values {
  return { ...chosenDeployment, CONVEX_URL: convex.url, CONVEX_SITE_URL: convex.siteUrl };
}

function writeProductionFile(services: OwnServices) {
  const lines = Object.entries(addressesOf(services)).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(productionFile, lines.join(""));
}

const existing = ["--existing", "--yes", "--no-check"];
const prod = [
  ...existing,
  ...["--prod", "--env-file", ".env.production"],
  ...appNames.flatMap((app) => [`--${app}-url`, `https://${app}.example.com`]),
];

type Refusal = {
  args: string[];
  env?: () => Values;
  /** In place of what is in .env.local. */
  file?: () => Values;
  says: string | (() => string);
};

const refusals: Record<string, Refusal> = {
  "an unknown flag": { args: ["--exisitng"], says: "Unknown option '--exisitng'" },
  "a secret as a flag": {
    args: ["--api-key", "sk_test_1"],
    says: "secrets come from the environment or a prompt",
  },
  "two ways": {
    args: ["--existing", "--managed"],
    says: "--managed and --existing exclude each other: take one.",
  },
  "no way": {
    args: ["--yes"],
    says: "Say where the WorkOS environment comes from: --managed or --existing or --local.",
  },
  "something that is not replaced": {
    args: [...existing, "--replace", "everything"],
    says: "--replace takes client-id, home-page, webhook-endpoint, and not everything.",
  },
  "production's address in development": {
    args: [...existing, `--${homeApp}-url`, "https://app.example.com"],
    says: `--${homeApp}-url is for production: add --prod, or leave it out.`,
  },
  "no deployment": {
    args: existing,
    file: () => ({}),
    says: "No Convex deployment is chosen yet: run npx convex init in packages/convex-backend, or without a terminal npx convex dev --once --skip-push --configure new --team <team> --project <project>, and this again.",
  },
  "a deployment that does not answer": {
    args: existing,
    file: () => ({ ...addressesOf(development), CONVEX_SELF_HOSTED_URL: "http://127.0.0.1:1" }),
    says: "The Convex deployment http://127.0.0.1:1 does not answer: start it.",
  },
  "a shell that chooses another deployment": {
    args: existing,
    env: () => ({ CONVEX_DEPLOYMENT: "dev:happy-otter-123" }),
    says: "CONVEX_DEPLOYMENT is set in this shell",
  },
  "an environment of Convex's for a deployment that is not": {
    args: ["--managed", "--yes"],
    says: "Convex makes WorkOS environments for deployments in its cloud, and this one is self-hosted: take --existing.",
  },
  "no client id": {
    args: existing,
    says: "The client id of the WorkOS environment is not known: give it with --client-id, or as WORKOS_CLIENT_ID.",
  },
  "a malformed client id": {
    args: [...existing, "--client-id", "org_1"],
    says: "WORKOS_CLIENT_ID has to start with client_.",
  },
  "no API key": {
    args: [...existing, "--client-id", "client_1"],
    says: "The API key of the WorkOS environment is not known: give it as WORKOS_API_KEY in the environment.",
  },
  "production's API key in development": {
    args: existing,
    env: () => credentialsOf(production),
    says: "WORKOS_API_KEY starts with sk_live_: it is the key of a production environment, and this is development.",
  },
  "an API key that nobody knows": {
    args: existing,
    env: () => ({ ...credentialsOf(development), WORKOS_API_KEY: `sk_test_${secretKey()}` }),
    says: "WorkOS does not know this WORKOS_API_KEY",
  },
  "a client id of another environment": {
    args: [...existing, "--client-id", "client_other"],
    env: () => credentialsOf(development),
    says: "client_other and this WORKOS_API_KEY are not of one WorkOS environment",
  },
  "a WorkOS that does not answer": {
    args: existing,
    env: () => ({ ...credentialsOf(development), WORKOS_API_PORT: "1" }),
    says: "WorkOS does not answer at http://localhost:1.",
  },
  "nobody to agree to the plan": {
    args: ["--existing", "--no-check"],
    env: () => credentialsOf(development),
    says: "There is no terminal to ask in whether this is right: add --yes. Nothing was changed.",
  },
  "another client id in .env.local": {
    args: existing,
    env: () => credentialsOf(development),
    file: () => ({ ...addressesOf(development), WORKOS_CLIENT_ID: "client_other" }),
    says: "packages/convex-backend/.env.local: it is client_other and would be",
  },
  "development's API key in production": {
    args: prod,
    env: () => credentialsOf(development),
    says: "WORKOS_API_KEY starts with sk_test_: it is the key of a staging environment, and this is production.",
  },
  "development's client id in production": {
    args: prod,
    env: () => credentialsOf(production),
    file: () => ({ ...addressesOf(development), WORKOS_CLIENT_ID: production.clientId }),
    says: () => `${production.clientId} is the WorkOS environment of development`,
  },
  "development's deployment in production": {
    args: prod,
    env: () => credentialsOf(production),
    file: () => addressesOf(production),
    says: () => `${production.convex.url} is the development deployment`,
  },
  "production without an address of an app": {
    args: [...existing, "--prod", "--env-file", ".env.production"],
    says: `${apps[homeApp].variables.appUrl} is not known`,
  },
  "production at an address that is no origin": {
    args: [...prod, `--${homeApp}-url`, "https://app.example.com/"],
    says: `${apps[homeApp].variables.appUrl} has to be the origin of the deployed app`,
  },
  "an env file that is not there": {
    args: [...prod, "--env-file", ".env.nowhere"],
    says: "There is no file .env.nowhere.",
  },
};

test.each(Object.entries(refusals))("refuses %s, and changes nothing", async (_, refusal) => {
  const { args, says, file, env } = refusal;
  if (file) copy.writeDevelopmentFile(file());
  const before = await state();
  const { exitCode, output } = await setUp(copy, development, args, env?.());
  expect(output).toContain(typeof says === "string" ? says : says());
  expect(exitCode).toBe(1);
  expect(output).not.toMatch(/\n +at /);
  expect(await state()).toEqual(before);
});

async function state() {
  const file = copy.readDevelopmentFile();
  return { file, all: [await development.everything(), await production.everything()] };
}

test("--dry-run says what would be done, and does nothing", async () => {
  const before = await state();
  const args = ["--existing", "--dry-run"];
  const { exitCode, output } = await setUp(copy, development, args, credentialsOf(development));
  expect(exitCode, output).toBe(0);
  expect(output).toContain(`+ Redirect URIs: add ${readAppUrls()[homeApp].redirectUri}`);
  expect(await state()).toEqual(before);
});

test("the addresses of another deployment than the one that is chosen are not taken for its", async () => {
  copy.writeDevelopmentFile({
    ...addressesOf(development),
    CONVEX_URL: production.convex.url,
    CONVEX_SITE_URL: production.convex.siteUrl,
  });
  const { output } = await setUp(copy, development, ["--existing"], credentialsOf(development));
  expect(output).toContain(`Development: ${development.convex.url}, and`);
  expect(output).toContain(`add ${development.convex.siteUrl}/workos/webhook`);
});

test("--local says that there is nothing to set up", async () => {
  const { exitCode, output } = await setUp(copy, development, ["--local"]);
  expect(exitCode).toBe(0);
  expect(output).toContain("nothing has to be set up");
});

test("the home page of an environment that others use stays, when a person says no", async () => {
  await development.environment.addRedirectUri("https://other.example.com/callback");
  const before = await state();
  const env = credentialsOf(development);
  const run = new SetupRun(copy, ["--existing", "--no-check"], { inTerminal: true, env });
  await run.printed("Replace it?");
  run.type("\r");
  const { exitCode, output } = await run.result();
  expect(exitCode).toBe(1);
  expect(output).toContain("Home page: it stays something that WorkOS does not tell.");
  await expectNoSecrets(output, copy, development);
  expect(await state()).toEqual(before);
});

test("Ctrl-C in a question changes nothing", async () => {
  const before = await state();
  const run = new SetupRun(copy, ["--existing", "--no-check"], { inTerminal: true });
  await run.printed("Client id");
  run.type("\x03");
  const { exitCode, output } = await run.result();
  expect(exitCode).toBe(1);
  expect(output).toContain("✗ Interrupted.");
  expect(await state()).toEqual(before);
});
