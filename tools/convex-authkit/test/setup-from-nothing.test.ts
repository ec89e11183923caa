import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CommandRun } from "./command-run.ts";
import { OwnServices } from "./own-services.ts";
import { credentialsOf, expectNoSecrets, setUp, setUpInTerminal } from "./own-setup.ts";
import { dotenv, envFile, ProjectCopy } from "./project-copy.ts";

// Each run starts the Convex CLI several times.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let copy: ProjectCopy;
let services: OwnServices;

beforeEach(async () => {
  copy = new ProjectCopy();
  services = await OwnServices.start("sk_test_");
  copy.write(envFile, dotenv(services.chosenDeployment));
});

afterEach(async () => {
  await services.stop();
  copy.remove();
});

const flags = ["--existing", "--yes", "--no-check"];

test("a run that fails or is stopped half-way says what it did, and another does the rest", async () => {
  const credentials = credentialsOf(services);
  await services.control.failNext({ path: "/user_management/app_homepage_url", status: 500 });
  const failed = await setUp(copy, services, flags, credentials);
  expect(failed.exitCode).toBe(1);
  expect(failed.output).toContain(
    "WorkOS answered 500 to PUT /user_management/app_homepage_url. Done before that: WorkOS environment on the deployment, packages/convex-backend/.env.local. Run npm run setup again: it does what is left.",
  );
  expect(failed.output).not.toMatch(/\n +at /);

  const stopped = new CommandRun(copy.root, ["setup", ...flags], { env: credentials });
  const done = ["Home page", "Redirect URIs", "CORS origins"];
  await stopped.printed(`✓ ${done.at(-1)}`);
  stopped.interrupt();
  const { exitCode, output } = await stopped.result();
  expect(exitCode).toBe(1);
  expect(output).toContain(`Interrupted. Done before that: ${done.join(", ")}.`);
  await expectNoSecrets(output, copy, services, credentials);

  const last = await setUp(copy, services, flags, credentials);
  expect(last.exitCode, last.output).toBe(0);
  expect(last.output).toContain("= Redirect URIs: nothing to do");
  expect(await services.webhookEndpoints()).toHaveLength(1);
});

test("a home page that WorkOS does not accept does not stop it", async () => {
  const path = "/user_management/app_homepage_url";
  await services.control.failNext({ path, status: 422 });
  const { exitCode, output } = await setUp(copy, services, flags, credentialsOf(services));
  expect(exitCode, output).toBe(0);
  expect(output).toContain("! Home page: WorkOS does not accept http://localhost:3000");
  expect(await services.webhookEndpoints()).toHaveLength(1);
});

test("in a terminal it asks for what it needs, and hides what is secret", async () => {
  const WORKOS_ACTION_SECRET = randomBytes(16).toString("hex");
  const run = setUpInTerminal(copy, ["--no-check"]);
  const answers = [
    ["Which WorkOS environment", "\x1b[B\r"],
    ["What for?", "\r"],
    ["Client id", `${services.clientId}\r`],
    ["API key", `${services.apiKey}\r`],
    ["Do this?", "\r"],
    ["Secret of that action endpoint", `${WORKOS_ACTION_SECRET}\r`],
  ] as const;
  for (const [question, keys] of answers) {
    await run.printed(question);
    run.type(keys);
  }
  const { exitCode, output } = await run.result();
  expect(exitCode, output).toBe(0);
  const variables = await services.variables();
  expect(variables).toMatchObject({ ...credentialsOf(services), WORKOS_ACTION_SECRET });
  await expectNoSecrets(output, copy, services);
});
