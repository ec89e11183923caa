import { ofEachApp } from "@repo/config/apps";
import { expect, test } from "vitest";
import { ConvexDeployment } from "../src/convex-deployment.ts";
import { webhookStep } from "../src/setup/workos-steps.ts";
import type { Setting } from "../src/setup/plan.ts";
import { WorkosEnvironment } from "../src/workos-environment.ts";

const app = { origin: "http://localhost:4000", redirectUri: "http://localhost:4000/callback" };
const credentials = { WORKOS_CLIENT_ID: "client_1", WORKOS_API_KEY: "sk_test_1" };

function settingWith(siteUrl: string, workosApiUrl: string): Setting {
  return {
    target: {
      way: "development",
      deployment: new ConvexDeployment(),
      cliOptions: [],
      convexUrl: "http://127.0.0.1:3210",
      siteUrl,
      apps: ofEachApp(() => app),
      workosApiUrl,
    },
    workos: new WorkosEnvironment({ clientId: "client_1", apiKey: "sk_test_1" }),
    credentials,
    variables: credentials,
    functions: [],
    redirectUris: [],
    corsOrigins: [],
    webhookEndpoints: [],
  };
}

test.each([
  ["http://127.0.0.1:3211", "https://api.workos.com", false],
  ["http://localhost:3211", "https://api.workos.com", false],
  ["http://127.0.0.1:3211", "http://localhost:4100", true],
  ["https://happy-otter-123.convex.site", "https://api.workos.com", true],
])("a webhook endpoint at %s for %s: %s", (siteUrl, workosApiUrl, isPossible) => {
  const { says, apply } = webhookStep(settingWith(siteUrl, workosApiUrl));
  expect(apply !== undefined).toBe(isPossible);
  expect(says.includes("WorkOS cannot reach a deployment on this machine")).toBe(!isPossible);
});
