/**
 * `npm run test:remote`: tries what runs against deployed apps, by itself. With --all the suite's own
 * stack and apps stand in for a deployment, too: another process tests them, and has nothing of them
 * but their addresses and a person.
 */
import { createControlClient } from "convex-authkit/testing";
import { deepStrictEqual, ok } from "node:assert";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import startSuiteStack from "../../../e2e/stack/global-setup.ts";
import { project, WORKOS_API_KEY } from "../../../e2e/stack/project.ts";
import { readOutcomes, requireNowhere } from "./results.ts";

const here = import.meta.dirname;
const repository = join(here, "..");
const playwrightCli = join(
  dirname(createRequire(import.meta.url).resolve("@playwright/test/package.json")),
  "cli.js",
);
const password = randomBytes(12).toString("base64url");

try {
  await playwright("The run of its own tests", here, [], { E2E_PASSWORD: password });
  requireNowhere(password, ...resultsIn(repository));
  if (process.argv.includes("--all")) await testOwnStack();
} catch (error) {
  console.error(`✗ ${(error as Error).message}`);
  process.exitCode = 1;
}

async function testOwnStack() {
  const stop = await startSuiteStack();
  try {
    const email = "test-user@e2e.example";
    const workos = createControlClient({
      url: project.workosUrl,
      apiKey: process.env[WORKOS_API_KEY] ?? "",
    });
    await workos.createUser({ email, first_name: "Test", last_name: "User", password });
    await workos.waitForDelivery({ email, type: "user.created" });

    const urls = project.apps.map(({ urlVariable = "", origin }) => [urlVariable, origin]);
    await playwright("The run against the stack", here, ["-c", "own-stack.config.ts"], {
      [WORKOS_API_KEY]: undefined,
      ...(Object.fromEntries(urls) as Record<string, string>),
      E2E_EMAIL: email,
      E2E_PASSWORD: password,
    });
    const { passed = [], ...others } = readOutcomes(join(repository, "test-results/deployed.json"));
    deepStrictEqual(others, {});
    for (const { name } of project.apps) {
      ok(passed.includes(`${name}: a person signs in, and stays so after a reload`));
    }
    requireNowhere(password, ...resultsIn(repository));
  } finally {
    await stop();
  }
}

function resultsIn(folder: string): string[] {
  return ["test-results", "playwright-report"].map((name) => join(folder, name));
}

async function playwright(
  name: string,
  cwd: string,
  args: string[],
  env: Record<string, string | undefined>,
) {
  const run = spawn(process.execPath, [playwrightCli, "test", ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: "inherit",
  });
  const [exitCode] = (await once(run, "close")) as [number | null];
  if (exitCode !== 0) throw new Error(`${name} has failed.`);
}
