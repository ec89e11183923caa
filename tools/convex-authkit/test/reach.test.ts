import { expect, test } from "vitest";
import { ConvexDeployment } from "../src/convex-deployment.ts";
import { readProject } from "../src/project/project.ts";
import type { Setting } from "../src/setup/setting.ts";
import { webhookStep } from "../src/setup/workos-steps.ts";
import { WorkosEnvironment } from "../src/workos-environment.ts";
import { repository } from "./project-copy.ts";

const project = await readProject(repository);
const credentials = { WORKOS_CLIENT_ID: "client_1", WORKOS_API_KEY: "sk_test_1" };

function settingWith(siteUrl: string, workosApiUrl: string): Setting {
  return {
    target: {
      project,
      isProduction: false,
      deployment: new ConvexDeployment(project),
      cliOptions: [],
      convexUrl: "http://127.0.0.1:3210",
      siteUrl,
      apps: project.apps.map((app) => ({ ...app, ...app.url, ownClientId: undefined })),
      workosApiUrl,
    },
    workos: new WorkosEnvironment({ clientId: "client_1", apiKey: "sk_test_1" }),
    credentials,
    variables: credentials,
    functions: [],
    redirectUris: [],
    corsOrigins: [],
    webhookEndpoints: [],
    missingPermissions: {},
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
