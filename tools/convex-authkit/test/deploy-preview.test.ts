/** `convex-authkit deploy` of previews whose backend has the AuthKit component: who sends them events. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { DeployProject } from "./deploy-project.ts";
import { startConvexCloud } from "./fixture/convex-cloud.ts";
import { OwnServices } from "./own-services.ts";
import { credentialsOf } from "./own-setup.ts";
import { Run } from "./temporary-project.ts";

// Each run starts the Convex CLI several times.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let services: OwnServices;
let cloud: Awaited<ReturnType<typeof startConvexCloud>>;
let project: DeployProject;

beforeAll(async () => {
  services = await OwnServices.start("sk_test_");
  cloud = await startConvexCloud(services.convex);
});

afterAll(async () => {
  await cloud.stop();
  await services.stop();
});

beforeEach(async () => {
  const dependencies = { convex: "*", "@convex-dev/workos-authkit": "*" };
  project = new DeployProject({ "backend/package.json": { dependencies } });
  await services.setVariables(credentialsOf(services));
});

afterEach(() => project.remove());

async function deployPreview(branch: string, env: Record<string, string> = {}) {
  const { chosenDeployment, clientId, convex, apiKey } = services;
  const { WORKOS_API_HOSTNAME, WORKOS_API_PORT, WORKOS_API_HTTPS } = chosenDeployment;
  const run = new Run(project.root, ["deploy", "--", "--typecheck", "disable"], {
    CONVEX_DEPLOYMENT_TOKEN: undefined,
    GITHUB_HEAD_REF: branch,
    CONVEX_DEPLOY_KEY: "preview:acme:tandem|0123456789abcdef",
    CONVEX_PROVISION_HOST: cloud.url,
    // A preview in the cloud has it from its own URL.
    CONVEX_SITE_URL: convex.siteUrl,
    WORKOS_CLIENT_ID: clientId,
    ...{ WORKOS_API_HOSTNAME, WORKOS_API_PORT, WORKOS_API_HTTPS },
    SITE_URL: "https://site.example.com",
    SPA_URL: "https://spa.example.com",
    ...env,
  });
  const exitCode = await run.exitCode;
  expect(exitCode, run.output).toBe(0);
  const { WORKOS_WEBHOOK_SECRET } = await services.variables();
  for (const secret of [apiKey, "0123456789abcdef", WORKOS_WEBHOOK_SECRET]) {
    if (secret) expect(run.output).not.toContain(secret);
  }
  return run.output;
}

const endpointOf = (preview: string, siteUrl = services.convex.siteUrl) =>
  `${siteUrl}/workos/webhook?preview=${encodeURIComponent(preview)}`;

async function endpointUrls() {
  return (await services.webhookEndpoints()).map(({ endpointUrl }) => endpointUrl).sort();
}

test("WorkOS sends its events to a preview, and no longer to those of this project that are gone", async () => {
  const { environment } = services;
  const ofOthers = [
    "https://happy-otter-123.convex.site/workos/webhook",
    endpointOf("acme:other:gone"),
    "https://example.com/hooks?preview=gone",
  ];
  const gone = [
    endpointOf("acme:tandem:gone"),
    // The preview of this branch had another deployment before.
    endpointOf("acme:tandem:feature/lists", "https://old-otter-1.convex.site"),
  ];
  for (const url of [...ofOthers, ...gone]) {
    await environment.addWebhookEndpoint(url, ["user.created"]);
  }

  const first = await deployPreview("feature/lists");
  const lists = endpointOf("acme:tandem:feature/lists");
  expect(await endpointUrls()).toEqual([...ofOthers, lists].sort());
  const made = (await services.webhookEndpoints()).find(({ endpointUrl }) => endpointUrl === lists);
  expect(made).toMatchObject({
    status: "enabled",
    events: expect.arrayContaining(["user.deleted"]) as string[],
  });
  expect((await services.variables()).WORKOS_WEBHOOK_SECRET).toBe(made?.secret);
  expect(first).toContain("Removed the webhook endpoint of the preview gone, which is gone");
  expect(first).toContain(
    `! WorkOS asks this preview about no sign-up, because only the WorkOS dashboard sets the action endpoint: to try that here, enter ${services.convex.siteUrl}/workos/action there, and set its secret with npx convex env set WORKOS_ACTION_SECRET --preview-name feature/lists, in backend.`,
  );

  // Another branch leaves the first alone, and a second deploy of it changes nothing.
  await deployPreview("todos");
  await deployPreview("feature/lists");
  const both = [lists, endpointOf("acme:tandem:todos")];
  expect(await endpointUrls()).toEqual([...ofOthers, ...both].sort());
});

test.each([
  [
    "without an API key",
    { WORKOS_API_KEY: null },
    "! WorkOS sends this preview no events, because it has no WORKOS_API_KEY: give previews one with npx convex env default set --type preview WORKOS_API_KEY, in backend.",
  ],
  [
    "with production's API key",
    { WORKOS_API_KEY: "sk_live_0123456789" },
    "! WorkOS sends this preview no events, because its WORKOS_API_KEY is production's",
  ],
])("a preview %s is deployed, and registered nowhere", async (_, variables, sentence) => {
  const before = await endpointUrls();
  await services.setVariables(variables);
  expect(await deployPreview("lists")).toContain(sentence);
  expect(await endpointUrls()).toEqual(before);
});

test("a WorkOS that does not answer keeps no preview from being deployed", async () => {
  const path = "/webhook_endpoints";
  await services.control.failNext({ path, count: 100 });
  expect(await deployPreview("lists")).toContain("! WorkOS may send this preview no events: ");
  await services.control.failNext({ path, count: 0 });
});

test("a preview that Convex says nothing of is not taken for gone", async () => {
  const kept = endpointOf("acme:tandem:fix-404");
  await services.environment.addWebhookEndpoint(kept, ["user.created"]);
  cloud.isDownFor.add("fix-404");
  await deployPreview("lists");
  expect(await endpointUrls()).toContain(kept);
});
