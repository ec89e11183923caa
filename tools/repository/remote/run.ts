/**
 * `npm run test:remote`: tries what runs against deployed apps. The suite's own stack and apps stand
 * in for a deployment: another process tests them, and has nothing of them but their addresses and
 * a person.
 */
import { Child } from "@repo/commands/child";
import { appNames } from "@repo/config/apps";
import { createControlClient } from "@repo/local-workos";
import { deepStrictEqual } from "node:assert";
import { randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { addresses } from "../stack/addresses.ts";
import startSuiteStack from "../stack/global-setup.ts";
import { WORKOS_API_KEY } from "../stack/settings.ts";
import { expected } from "./expected.ts";
import { urlVariables } from "./variables.ts";
import { readOutcomes, requireNowhere } from "./results.ts";

const e2e = join(import.meta.dirname, "..");
const playwrightCli = join(
  dirname(createRequire(import.meta.url).resolve("@playwright/test/package.json")),
  "cli.js",
);
const password = randomBytes(12).toString("base64url");

const results = ["test-results", "playwright-report"].map((name) => join(e2e, name));

try {
  await playwright("The run of its own tests", ["--config", "deployed/test"], {
    E2E_PASSWORD: password,
  });
  requireNowhere(password, ...results);
  await testOwnStack();
} catch (error) {
  console.error(`✗ ${(error as Error).message}`);
  process.exitCode = 1;
}

async function testOwnStack() {
  const stop = await startSuiteStack();
  try {
    const email = "test-user@e2e.example";
    const workos = createControlClient({
      url: addresses.workos,
      apiKey: process.env[WORKOS_API_KEY] ?? "",
    });
    await workos.createUser({ email, first_name: "Test", last_name: "User", password });
    await workos.waitForDelivery({ email, type: "user.created" });

    await playwright("The run against the stack", ["--workers", "2"], {
      [WORKOS_API_KEY]: undefined,
      ...Object.fromEntries(appNames.map((app) => [urlVariables[app], addresses.apps[app].origin])),
      E2E_EMAIL: email,
      E2E_PASSWORD: password,
      E2E_SIGN_IN: "local-workos",
    });
    console.log("\nComparing what ran with deployed/expected.ts: + is what this run has done …");
    deepStrictEqual(readOutcomes(join(e2e, "test-results/deployed.json")), expected);
    requireNowhere(password, ...results);
  } finally {
    await stop();
  }
}

async function playwright(name: string, args: string[], env: Record<string, string | undefined>) {
  const run = new Child({
    name,
    command: [playwrightCli, "test", ...args],
    cwd: e2e,
    env,
    onLine: console.log,
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void run.stop());
  if (!(await run.succeeds())) throw new Error(`${name} has failed.`);
}
