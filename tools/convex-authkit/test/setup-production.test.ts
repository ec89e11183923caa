import { appNames, apps, homeApp, ofEachApp } from "@repo/config/apps";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { OwnServices } from "./own-services.ts";
import { credentialsOf, setUp } from "./own-setup.ts";
import { RepositoryCopy } from "./repository-copy.ts";

// Each run starts the Convex CLI several times.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const origins = ofEachApp((app) => `https://${app}.example.com`);
const copy = new RepositoryCopy();
let development: OwnServices;
let production: OwnServices;

beforeAll(async () => {
  development = await OwnServices.start("sk_test_");
  production = await OwnServices.start("sk_live_");
});

afterAll(async () => {
  await Promise.all([development.stop(), production.stop()]);
  copy.remove();
});

test("--prod sets up production, leaves development alone, and does nothing twice", async () => {
  copy.writeDevelopmentFile({ ...development.chosenDeployment, ...credentialsOf(development) });
  const file = copy.readDevelopmentFile();
  const before = await development.everything();
  const chosen = { ...production.chosenDeployment, CONVEX_SITE_URL: production.convex.siteUrl };
  const lines = Object.entries(chosen).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(copy.root, ".env.production"), lines.join(""));

  // One as an argument, the others in the environment.
  const flag = [`--${homeApp}-url`, origins[homeApp]];
  const args = ["--existing", "--prod", "--env-file", ".env.production", ...flag];
  const urls = Object.fromEntries(
    appNames.map((app) => [apps[app].variables.appUrl, app === homeApp ? "" : origins[app]]),
  );
  const env = { ...credentialsOf(production), ...urls };
  const { exitCode, output } = await setUp(copy, production, [...args, "--yes"], env);
  expect(exitCode, output).toBe(0);

  const { variables, webhookEndpoints, ...addresses } = await production.everything();
  expect(addresses).toEqual({
    redirectUris: expect.arrayContaining(
      appNames.map((app) => `${origins[app]}/callback`),
    ) as string[],
    corsOrigins: appNames.filter((app) => apps[app].asksFromBrowser).map((app) => origins[app]),
    homePage: origins[homeApp],
  });
  expect(webhookEndpoints).toMatchObject([
    { endpointUrl: `${production.convex.siteUrl}/workos/webhook`, status: "enabled" },
  ]);
  expect(variables).toEqual({
    ...credentialsOf(production),
    WORKOS_WEBHOOK_SECRET: webhookEndpoints[0]?.secret,
  });
  for (const app of appNames) {
    expect(output).toContain(`${apps[app].variables.clientId}=${production.clientId}`);
  }
  // begin: next
  expect(output).toContain("WORKOS_COOKIE_PASSWORD: the password that the session cookie");
  // end: next
  expect(output).toContain(`npx convex env set WORKOS_ACTION_SECRET --env-file`);
  expect(copy.readDevelopmentFile()).toBe(file);
  expect(await development.everything()).toEqual(before);

  // What is on the deployment is not asked for again.
  const after = await production.everything();
  const second = await setUp(copy, production, args, urls);
  expect(second.exitCode, second.output).toBe(0);
  expect(second.output).not.toMatch(/^ +[+✓]/m);
  expect(await production.everything()).toEqual(after);
});
