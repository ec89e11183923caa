import { createHash, randomBytes } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { webhookEventsOf } from "../src/endpoints.ts";
import { readProject } from "../src/project/project.ts";
import { OwnServices } from "./own-services.ts";
import { credentialsOf, setUp } from "./own-setup.ts";
import { convexJson, dotenv, envFile, ProjectCopy, repository } from "./project-copy.ts";

// Each run starts the Convex CLI several times.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const flags = ["--existing", "--yes", "--no-check"];
const project = await readProject(repository);
const { configure } = project.backend.convexJson.authKit.dev;
const webhookEvents = webhookEventsOf(project);
const copy = new ProjectCopy();
let services: OwnServices;
let firstOutput: string;

// From nothing, once; each test then sees what is there, or makes a difference of its own.
beforeAll(async () => {
  services = await OwnServices.start("sk_test_");
  copy.write(envFile, dotenv(services.chosenDeployment));
  const { exitCode, output } = await setUp(copy, services, flags, credentialsOf(services));
  expect(exitCode, output).toBe(0);
  firstOutput = output;
});

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

afterAll(async () => {
  await services.stop();
  copy.remove();
});

test("all that can be registered is, in WorkOS and on the deployment", async () => {
  const { redirectUris, corsOrigins, appHomepageUrl } = configure;
  const { variables, webhookEndpoints, ...addresses } = await services.everything();
  expect(addresses).toEqual({
    redirectUris: expect.arrayContaining(redirectUris) as string[],
    corsOrigins,
    homePage: appHomepageUrl,
  });
  expect(webhookEndpoints).toMatchObject([
    {
      endpointUrl: `${services.convex.siteUrl}/workos/webhook`,
      events: [...webhookEvents],
      status: "enabled",
    },
  ]);
  expect(variables).toEqual({
    ...credentialsOf(services),
    WORKOS_WEBHOOK_SECRET: webhookEndpoints[0]?.secret,
  });
  const file = parseEnv(copy.read(envFile));
  expect(file).toMatchObject({ ...services.chosenDeployment, ...credentialsOf(services) });
  expect(file.WORKOS_COOKIE_PASSWORD?.length).toBeGreaterThanOrEqual(32);
  expect(statSync(copy.path(envFile)).mode & 0o777).toBe(0o600);
});

test("somebody who signs in is Convex-authenticated, and has a row by the webhook", async () => {
  const email = "ada@example.com";
  await services.control.createUser({ email });
  await services.control.waitForDelivery({ email, type: "user.created" });
  const user = await services.control.findUserByEmail(email);

  const redirectUri = configure.redirectUris[0] ?? "";
  const codeVerifier = randomBytes(32).toString("base64url");
  await services.control.settings({ autoSignIn: email });
  const address = services.environment.sdk.userManagement.getAuthorizationUrl({
    clientId: services.clientId,
    provider: "authkit",
    redirectUri,
    codeChallenge: createHash("sha256").update(codeVerifier).digest("base64url"),
    codeChallengeMethod: "S256",
  });
  const location = (await fetch(address, { redirect: "manual" })).headers.get("location") ?? "";
  const { accessToken } = await services.environment.sdk.userManagement.authenticateWithCode({
    clientId: services.clientId,
    code: new URL(location).searchParams.get("code") ?? "",
    codeVerifier,
  });
  const answer = await fetch(`${services.convex.url}/api/query`, {
    method: "POST",
    headers: { authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({ path: "account:current", args: {} }),
  });
  expect(await answer.json()).toMatchObject({
    status: "success",
    value: { user: { email, workosId: user?.id } },
  });
});

test("README.md shows the output of a set-up", () => {
  const page = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
  const [, shown] = /```text\n(.*?)```/s.exec(page) ?? [];
  const output = firstOutput
    .replaceAll(services.convex.url, "https://happy-otter-123.convex.cloud")
    .replaceAll(services.convex.siteUrl, "https://happy-otter-123.convex.site")
    .replaceAll(services.clientId, "client_123");
  expect(output.trim()).toBe(shown?.trim());
});

test("a second run changes nothing, and asks nothing", async () => {
  const before = { ...(await services.everything()), file: copy.read(envFile) };
  const { exitCode, output } = await setUp(copy, services, ["--existing", "--no-check"]);
  expect(exitCode, output).toBe(0);
  const after = { ...(await services.everything()), file: copy.read(envFile) };
  expect(after).toEqual(before);
  expect(output).toContain("= Redirect URIs: nothing to do");
  expect(output).not.toMatch(/^ +[+✓]/m);
});

test("at the end the doctor examines it, whose verdict it ends with", async () => {
  const ill = await setUp(copy, services, ["--existing"]);
  expect(ill.output).toContain("✗ action-secret");
  expect(ill.exitCode, ill.output).toBe(1);
  const secret = { WORKOS_ACTION_SECRET: randomBytes(16).toString("hex") };
  const well = await setUp(copy, services, ["--existing", "--yes"], secret);
  expect(well.output).toContain("✓ action-answer");
  expect(well.exitCode, well.output).toBe(0);
  cleanups.push(() => services.setVariables({ WORKOS_ACTION_SECRET: null }));
});

test("CORS origins that WorkOS does not tell are added, whether they are there or not", async () => {
  const before = await services.everything();
  await services.control.failNext({ path: "/user_management/cors_origins", status: 405 });
  const { exitCode, output } = await setUp(copy, services, flags);
  expect(exitCode, output).toBe(0);
  expect(output).toContain("unless it is there, which WorkOS does not tell");
  expect(await services.everything()).toEqual(before);
});

test("the client id of an app with an application of its own is accepted beside the others", async () => {
  const ofVite = { VITE_WORKOS_CLIENT_ID: "client_vite" };
  const before = copy.read(envFile);
  cleanups.push(() => services.setVariables({ WORKOS_OTHER_CLIENT_IDS: null }));
  cleanups.push(() => void copy.write(envFile, before));
  await services.setVariables({ WORKOS_OTHER_CLIENT_IDS: "client_mobile" });
  const { exitCode, output } = await setUp(copy, services, flags, ofVite);
  expect(exitCode, output).toBe(0);
  const WORKOS_OTHER_CLIENT_IDS = "client_mobile,client_vite";
  expect(await services.variables()).toMatchObject({ WORKOS_OTHER_CLIENT_IDS });
  expect(parseEnv(copy.read(envFile))).toMatchObject(ofVite);
  expect(output).toContain(
    "• The application client_vite, of the Vite app: see that http://localhost:5173/callback is among its redirect URIs.",
  );

  const second = await setUp(copy, services, flags);
  expect(second.output).toContain("= Client ids of apps: nothing to do");
  expect(await services.variables()).toMatchObject({ WORKOS_OTHER_CLIENT_IDS });
});

test("a port that changes in convex.json is spread by the next run", async () => {
  const moved = "http://localhost:3999";
  cleanups.push(copy.replace(convexJson, /http:\/\/localhost:3000/g, moved));
  const refused = await setUp(copy, services, flags);
  expect(refused.exitCode).toBe(1);
  expect(refused.output).toContain("add --replace home-page to allow that");

  const { exitCode, output } = await setUp(copy, services, [...flags, "--replace", "home-page"]);
  expect(exitCode, output).toBe(0);
  expect(await services.environment.redirectUris()).toContain(`${moved}/callback`);
  expect((await services.everything()).homePage).toBe(moved);
});

test("another client id on the deployment is replaced when that is allowed", async () => {
  await services.setVariables({ WORKOS_CLIENT_ID: "client_other" });
  const credentials = credentialsOf(services);
  const refused = await setUp(copy, services, flags, credentials);
  expect(refused.exitCode).toBe(1);
  expect(refused.output).toContain(
    `it is client_other and would be ${services.clientId}: add --replace client-id to allow that, or take --client-id client_other. Nothing was changed.`,
  );
  expect((await services.variables()).WORKOS_CLIENT_ID).toBe("client_other");

  const replacing = [...flags, "--replace", "client-id"];
  const { exitCode, output } = await setUp(copy, services, replacing, credentials);
  expect(exitCode, output).toBe(0);
  expect(await services.variables()).toMatchObject(credentials);
});

test("a webhook endpoint that lacks events gets them when that is allowed, and its secret", async () => {
  const [endpoint] = await services.webhookEndpoints();
  const { webhooks } = services.environment.sdk;
  await webhooks.updateWebhookEndpoint({
    id: endpoint?.id ?? "",
    events: ["user.created", "invitation.created"],
  });
  await services.setVariables({ WORKOS_WEBHOOK_SECRET: "of an endpoint that was deleted" });
  const refused = await setUp(copy, services, flags);
  expect(refused.exitCode).toBe(1);
  expect(refused.output).toContain(
    "it is enabled, with user.created, invitation.created and would",
  );
  expect(refused.output).toContain("add --replace webhook-endpoint to allow that");

  const { exitCode, output } = await setUp(copy, services, [
    ...flags,
    ...["--replace", "webhook-endpoint"],
  ]);
  expect(exitCode, output).toBe(0);
  const [{ events, secret } = { events: [], secret: "" }] = await services.webhookEndpoints();
  expect(new Set(events)).toEqual(new Set([...webhookEvents, "invitation.created"]));
  expect((await services.variables()).WORKOS_WEBHOOK_SECRET).toBe(secret);
});
