import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { OwnServices } from "./own-services.ts";
import { credentialsOf, expectNoSecrets, setUp, setUpInTerminal } from "./own-setup.ts";
import { dotenv, envFile, ProjectCopy } from "./project-copy.ts";

// Each run starts the Convex CLI several times.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

type Values = Record<string, string>;

const copy = new ProjectCopy();
const secretKey = () => randomBytes(16).toString("hex");
/** In development and production, nothing is registered and nothing pushed, before and after each test. */
let development: OwnServices;
let production: OwnServices;

beforeAll(async () => {
  development = await OwnServices.start("sk_test_");
  production = await OwnServices.start("sk_live_");
  copy.write(".env.production", dotenv(addressesOf(production)));
});

beforeEach(() => void copy.write(envFile, dotenv(addressesOf(development))));

afterAll(async () => {
  await Promise.all([development.stop(), production.stop()]);
  copy.remove();
});

/** What the Convex CLI has written once a deployment is chosen. */
function addressesOf({ chosenDeployment, convex }: OwnServices): Values {
  return { ...chosenDeployment, CONVEX_URL: convex.url, CONVEX_SITE_URL: convex.siteUrl };
}

const existing = ["--existing", "--yes", "--no-check"];
const prod = [
  ...existing,
  ...["--prod", "--env-file", ".env.production"],
  ...["--next-url", "https://next.example.com", "--vite-url", "https://vite.example.com"],
];

type Refusal = {
  args: string[];
  env?: () => Values;
  /** In place of what is in .env.local. */
  file?: () => Values;
  says: string | (() => string);
  /** 1 unless it is for wrong options. */
  exitCode?: 2;
};

const refusals: Record<string, Refusal> = {
  "an unknown flag": {
    args: ["--exisitng"],
    says: "Unknown option '--exisitng'",
    exitCode: 2,
  },
  "a secret as a flag": {
    args: ["--api-key", "sk_test_1"],
    says: "Secrets come from the environment or a prompt",
    exitCode: 2,
  },
  "two modes": {
    args: ["--existing", "--managed"],
    says: "--managed and --existing exclude each other: take one.",
    exitCode: 2,
  },
  "no mode": {
    args: ["--yes"],
    says: "Say where the WorkOS environment comes from: --managed or --existing or --local.",
  },
  "something that is not replaced": {
    args: [...existing, "--replace", "everything"],
    says: "--replace takes client-id, home-page, webhook-endpoint, and not everything.",
    exitCode: 2,
  },
  "production's address in development": {
    args: [...existing, "--next-url", "https://app.example.com"],
    says: "--next-url is for production: add --prod, or leave it out.",
    exitCode: 2,
  },
  "no deployment": {
    args: existing,
    file: () => ({}),
    says: "No Convex deployment is chosen yet: run npx convex init, in packages/convex-backend, or without a terminal npx convex dev --once --skip-push --configure new --team <team> --project <project>, and this again.",
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
  "a shell with a deploy key under its other name": {
    args: existing,
    env: () => ({ CONVEX_DEPLOYMENT_TOKEN: "dev:happy-otter-123|key" }),
    says: "CONVEX_DEPLOYMENT_TOKEN is set in this shell",
  },
  "an environment of Convex's for a deployment that is not": {
    args: ["--managed", "--yes"],
    says: "Convex makes WorkOS environments for deployments in its cloud, and this one is self-hosted: take --existing.",
  },
  "an environment of Convex's for a deployment on this machine": {
    args: ["--managed", "--yes"],
    file: () => ({
      CONVEX_DEPLOYMENT: "anonymous:anonymous-tandem",
      CONVEX_URL: "http://127.0.0.1:3210",
      CONVEX_SITE_URL: "http://127.0.0.1:3211",
    }),
    says: "The Convex deployment in packages/convex-backend/.env.local runs on this machine, where WorkOS cannot reach it, and Convex makes no WorkOS environment for it: delete CONVEX_DEPLOYMENT there, and run npm run setup again to choose one in Convex's cloud.",
  },
  "no client id": {
    args: existing,
    says: "The client id of the WorkOS environment is not known: give it with --client-id, or as WORKOS_CLIENT_ID.",
  },
  "a malformed client id": {
    args: [...existing, "--client-id", "org_1"],
    says: "WORKOS_CLIENT_ID has to start with client_.",
  },
  "a malformed client id of an app": {
    args: existing,
    env: () => ({ ...credentialsOf(development), VITE_WORKOS_CLIENT_ID: "org_1" }),
    says: "VITE_WORKOS_CLIENT_ID has to start with client_.",
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
    says: "NEXT_APP_URL is not known",
  },
  "production at an address that is no origin": {
    args: [...prod, "--next-url", "https://app.example.com/"],
    says: "NEXT_APP_URL has to be the origin of the deployed Next.js app",
  },
  "an env file that is not there": {
    args: [...prod, "--env-file", ".env.nowhere"],
    says: "There is no file .env.nowhere.",
  },
};

test.each(Object.entries(refusals))("refuses %s, and changes nothing", async (_, refusal) => {
  const { args, says, file, env } = refusal;
  if (file) copy.write(envFile, dotenv(file()));
  const before = await state();
  const { exitCode, output } = await setUp(copy, development, args, env?.());
  expect(output).toContain(typeof says === "string" ? says : says());
  expect(exitCode).toBe(refusal.exitCode ?? 1);
  expect(output).not.toMatch(/\n +at /);
  expect(await state()).toEqual(before);
});

async function state() {
  const file = copy.read(envFile);
  return { file, all: [await development.everything(), await production.everything()] };
}

test("--dry-run says what would be done, and does nothing", async () => {
  const before = await state();
  const args = ["--existing", "--dry-run"];
  const { exitCode, output } = await setUp(copy, development, args, credentialsOf(development));
  expect(exitCode, output).toBe(0);
  expect(output).toContain("+ Redirect URIs: add http://localhost:3000/callback");
  expect(await state()).toEqual(before);
});

test("the addresses of another deployment than the one that is chosen are not taken for its", async () => {
  const { url, siteUrl } = production.convex;
  const values = { ...addressesOf(development), CONVEX_URL: url, CONVEX_SITE_URL: siteUrl };
  copy.write(envFile, dotenv(values));
  const { output } = await setUp(copy, development, ["--existing"], credentialsOf(development));
  expect(output).toContain(`Development: ${development.convex.url}, and`);
  expect(output).toContain(`add ${development.convex.siteUrl}/workos/webhook`);
});

test("--local says that there is nothing to set up", async () => {
  const { exitCode, output } = await setUp(copy, development, ["--local"]);
  expect(exitCode).toBe(0);
  expect(output).toContain("Nothing has to be set up");
});

test("the home page of an environment that others use stays, when a person says no", async () => {
  await development.environment.addRedirectUri("https://other.example.com/callback");
  const before = await state();
  const env = credentialsOf(development);
  const run = setUpInTerminal(copy, ["--existing", "--no-check"], env);
  await run.printed("Replace it?");
  run.type("\r");
  const { exitCode, output } = await run.result();
  expect(exitCode).toBe(1);
  expect(output).toContain("Home page: it stays something that WorkOS does not tell.");
  await expectNoSecrets(output, copy, development);
  expect(await state()).toEqual(before);
});

test("it says which deployment to choose before the Convex CLI asks", async () => {
  copy.write(envFile, "");
  const run = setUpInTerminal(copy, ["--existing", "--no-check"]);
  await run.printed("Log in, or create an account: ");
  await run.printed("Start without an account");
  run.type("\x03");
  const { exitCode, output } = await run.result();
  expect(exitCode).toBe(1);
  expect(output).toContain("✗ Interrupted.");
});

test("Ctrl-C in a question changes nothing", async () => {
  const before = await state();
  const run = setUpInTerminal(copy, ["--existing", "--no-check"]);
  await run.printed("Client id");
  run.type("\x03");
  const { exitCode, output } = await run.result();
  expect(exitCode).toBe(1);
  expect(output).toContain("✗ Interrupted.");
  expect(await state()).toEqual(before);
});
