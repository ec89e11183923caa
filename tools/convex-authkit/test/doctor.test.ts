import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { appFaults } from "./doctor/app-faults.ts";
import { roundsOf, type Fault } from "./doctor/fault.ts";
import { projectFaults } from "./doctor/project-faults.ts";
import { buildForSetup, serveBuilds } from "./doctor/real-apps.ts";
import { serviceFaults } from "./doctor/service-faults.ts";
import { otherClientId, Setup, type Diagnosis } from "./doctor/setup.ts";
import { convexJson, dotenv, type Undo } from "./project-copy.ts";

const faults = [...projectFaults, ...serviceFaults, ...appFaults];

/** What is not checked in development. */
const ofProduction = ["separate", "preview", "authentication-domain"];

let setup: Setup;
const undos: Undo[] = [];

beforeAll(async () => {
  setup = await Setup.start();
  await setup.apps.start();
});
afterEach(undoAll);
afterAll(() => setup?.stop());

async function undoAll() {
  for (const undo of undos.splice(0).reverse()) await undo();
  await setup.quiet();
}

const withStatus = (status: string, { checks }: Diagnosis) =>
  checks.filter((check) => check.status === status).map(({ id }) => id);

/** No output has the value of a secret. */
function expectNoSecretIn(output: string) {
  for (const value of Object.values(setup.stack.secrets)) {
    expect(output.includes(value)).toBe(false);
  }
}

async function expectHealthy(...options: Parameters<Setup["diagnose"]>) {
  const diagnosis = await setup.diagnose(...options);
  expect(diagnosis.checks.filter(({ status }) => status === "failed")).toEqual([]);
  expect(diagnosis.exitCode).toBe(0);
  expectNoSecretIn(diagnosis.output);
  return diagnosis;
}

type Expected = Pick<Fault, "fails" | "says">;

/** What the checks of a fault say has all of it, and no check fails but those of what was planted. */
function expectFound({ fails, says }: Expected, diagnosis: Diagnosis, planted: Expected[]) {
  const failing = planted.flatMap((each) => each.fails);
  expect(withStatus("failed", diagnosis).toSorted()).toEqual(failing.toSorted());
  expect(diagnosis.exitCode).toBe(1);
  expectNoSecretIn(diagnosis.output);
  const findings = diagnosis.checks.filter(({ id }) => fails.includes(id));
  const said = findings.map(({ cause, fix }) => `${cause} ${fix}`).join("\n");
  for (const part of says) expect(said).toContain(part);
}

async function expectFailures(expected: Expected, ...options: Parameters<Setup["diagnose"]>) {
  expectFound(expected, await setup.diagnose(...options), [expected]);
}

test("finds nothing wrong on a healthy setup", async () => {
  const diagnosis = await expectHealthy();
  expect(withStatus("not checked", diagnosis)).toEqual(ofProduction);
});

test("leaves nobody behind", async () => {
  await expectHealthy();
  await setup.quiet();
  expect((await setup.workos.sdk.userManagement.listUsers()).data).toEqual([]);
  expect(await setup.countRows("users")).toBe(0);
});

describe.each(roundsOf(faults).map((round) => ({ round })))("with", ({ round }) => {
  let diagnosis: Diagnosis;

  beforeAll(async () => {
    try {
      for (const { plant } of round) undos.push(await plant(setup));
      diagnosis = await setup.diagnose();
    } finally {
      await undoAll();
    }
  });

  test.each(round)("$name", (fault) => expectFound(fault, diagnosis, round));
});

test("finds nothing wrong once all of that is undone", () => expectHealthy());

describe("in production", () => {
  const args = ["--prod", "--env-file", "production.env"];
  const person = { email: "e2e@a.example", password: "correct horse battery staple" };
  const environment = {
    NEXT_APP_URL: "http://localhost:3400",
    VITE_APP_URL: "http://localhost:5573",
    E2E_EMAIL: person.email,
    E2E_PASSWORD: person.password,
  };

  beforeEach(async () => {
    undos.push(setup.copy.write("production.env", dotenv(setup.developmentValues())));
    const ofDevelopment = { WORKOS_CLIENT_ID: "client_development", WORKOS_API_KEY: "sk_test_dev" };
    undos.push(setup.setInFile(ofDevelopment));
    const { userManagement } = setup.workos.sdk;
    const { id } = await userManagement.createUser({ ...person, emailVerified: true });
    await setup.quiet();
    undos.push(() => userManagement.deleteUser(id));
  });

  test("finds nothing wrong on a healthy setup", async () => {
    const diagnosis = await expectHealthy(args, environment);
    const notMade = ["shell", "shadows", "same-environment", "preview", "authentication-domain"];
    expect(withStatus("not checked", diagnosis)).toEqual(notMade);
  });

  test("signs nobody in who is not named", async () => {
    const diagnosis = await expectHealthy(args, { ...environment, E2E_PASSWORD: undefined });
    expect(withStatus("not checked", diagnosis)).toContain("sign-in");
  });

  test("with the client id of development", async () => {
    undos.push(setup.setInFile({ WORKOS_API_KEY: "sk_test_dev" }));
    const says = ["WORKOS_CLIENT_ID of production and of development are the same"];
    await expectFailures({ fails: ["separate"], says }, args, environment);
  });

  test("with an API key of development's kind", async () => {
    undos.push(await setup.setOnDeployment({ WORKOS_API_KEY: "sk_test_of_development" }));
    const says = ["starts with sk_test_, and this is production", "env set WORKOS_API_KEY"];
    await expectFailures({ fails: ["key-kind"], says }, args, environment);
  });

  test("without the address of an app", async () => {
    const says = [
      "NEXT_APP_URL has to be the origin of the deployed Next.js app",
      "npm run deploy",
    ];
    await expectFailures({ fails: ["target"], says }, args, { ...environment, NEXT_APP_URL: "" });
  });

  test("with an app that is not there", async () => {
    const moved = { ...environment, NEXT_APP_URL: "http://localhost:3999" };
    const says = ["Nothing answers at http://localhost:3999"];
    await expectFailures({ fails: ["redirect-uris", "next-app"], says }, args, moved);
  });

  test("with a custom authentication domain, which the deployment has to know", async () => {
    const host = "auth.example.com";
    undos.push(setup.serve("vite", { more: `use({apiHostname:"${host}"})` }));
    const says = [
      `signs in at ${host}, which access tokens then name as their issuer, and the deployment accepts api.workos.com only`,
      `env set WORKOS_API_HOSTNAME ${host}`,
    ];
    await expectFailures({ fails: ["authentication-domain"], says }, args, environment);
    undos.push(await setup.setOnDeployment({ WORKOS_API_HOSTNAME: host }));
    const { checks } = await setup.diagnose(args, environment);
    expect(checks.find(({ id }) => id === "authentication-domain")?.status).toBe("ok");
  });

  test("with a wrong password", async () => {
    const wrong = { ...environment, E2E_PASSWORD: "wrong" };
    await expectFailures({ fails: ["sign-in"], says: ["WorkOS refused the sign-in"] }, args, wrong);
  });
});

describe("what cannot be checked is no fault:", () => {
  test("a list that WorkOS shows nobody", async () => {
    const path = "/user_management/redirect_uris";
    await setup.control.failNext({ path, status: 404 });
    const { checks } = await expectHealthy();
    const { status, cause } = checks.find(({ id }) => id === "redirect-uris")!;
    expect(status).toBe("not checked");
    expect(cause).toContain("https://dashboard.workos.com");
  });

  test("apps that do not run", async () => {
    await setup.apps.stop();
    undos.push(() => setup.apps.start());
    const { checks } = await expectHealthy();
    const { status, cause } = checks.find(({ id }) => id === "next-sign-in")!;
    expect(status).toBe("not checked");
    expect(cause).toContain("start npm run dev");
  });
});

describe("on the command line", () => {
  test("it reports as text", async () => {
    undos.push(setup.setInFile({ WORKOS_API_KEY: undefined }));
    const { exitCode, output } = await setup.run([]);
    expect(exitCode).toBe(1);
    expect(output).toMatch(/✓ node /);
    expect(output).toMatch(/✗ file .*WORKOS_API_KEY is not set.*\n +→ Run npm run setup/);
    expect(output).toMatch(/– 35 other checks need file to pass first\./);
    expectNoSecretIn(output);
  });

  test.each([["--production"], ["--env-file"], ["development"]])("%s is refused", async (arg) => {
    const { exitCode, output } = await setup.run([arg]);
    expect(exitCode).toBe(2);
    expect(output).toContain("--help says what there is");
  });

  test("it says how it is used", async () => {
    const { exitCode, output } = await setup.run(["--help"]);
    expect(exitCode).toBe(0);
    expect(output).toContain("--env-file <file>");
  });

  test("a convex.json that is no JSON is a sentence", async () => {
    undos.push(setup.copy.write(convexJson, "{"));
    const { exitCode, output } = await setup.run([]);
    expect(exitCode).toBe(1);
    expect(output).toContain("✗ convex-json  convex.json is no JSON");
    expect(output).not.toMatch(/\n +at /);
  });
});

describe("in a project without a query of the identity", () => {
  beforeEach(() => {
    undos.push(setup.copy.replace("convex-authkit.config.ts", /identityQuery: .*\n/, "\n"));
  });

  test("finds nothing wrong on a healthy setup", async () => {
    expect(withStatus("not checked", await expectHealthy())).toEqual(ofProduction);
  });

  test.each([
    ["sign-in", "a clock of WorkOS that is an hour behind Convex's", "refused the access token"],
    ["functions", "a deployment that the backend was never pushed to", "has no functions"],
  ])("finds %s wrong with %s", async (id, name, part) => {
    undos.push(await faults.find((fault) => fault.name === name)!.plant(setup));
    await expectFailures({ fails: [id], says: [part] });
  });
});

test("finds nothing wrong with an app that has a client id of its own", async () => {
  undos.push(setup.setInFile({ VITE_WORKOS_CLIENT_ID: otherClientId }));
  undos.push(setup.serve("vite", { clientId: otherClientId }));
  await expectHealthy();
});

describe("with another value in the shell", () => {
  test.each([
    ["CONVEX_DEPLOYMENT", "dev:happy-otter-123", "file", "CONVEX_DEPLOYMENT is set in this shell"],
    [
      "WORKOS_CLIENT_ID",
      "client_old",
      "shell",
      "WORKOS_CLIENT_ID in this shell is another than in",
    ],
    ["WORKOS_API_KEY", "sk_test_old_key_here", "shell", "WORKOS_API_KEY in this shell is another"],
  ])("of %s", async (name, value, check, part) => {
    await expectFailures({ fails: [check], says: [part, "Unset it"] }, [], { [name]: value });
  });

  test("of CONVEX_DEPLOYMENT, for production", async () => {
    const environment = { CONVEX_DEPLOYMENT: "dev:happy-otter-123" };
    const says = ["CONVEX_DEPLOYMENT is set in this shell", "Unset it"];
    await expectFailures({ fails: ["file"], says }, ["--prod"], environment);
  });

  test("that is the same as in the file, finds nothing wrong", async () => {
    await expectHealthy([], { WORKOS_CLIENT_ID: setup.workos.clientId });
  });
});

describe("the production builds of the apps", () => {
  beforeAll(() => buildForSetup(setup), 600_000);

  test("are healthy", async () => {
    undos.push(await serveBuilds(setup));
    await expectHealthy();
  });
  test("with another client id on the server of the Next.js app", async () => {
    undos.push(await serveBuilds(setup, { WORKOS_CLIENT_ID: "client_old" }));
    await expectFailures({ fails: ["next-sign-in"], says: ["the client id client_old"] });
  });
});
