import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { OwnServices } from "./own-services.ts";
import { credentialsOf, setUp } from "./own-setup.ts";
import { dotenv, envFile, ProjectCopy } from "./project-copy.ts";

// Each run starts the Convex CLI several times.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const [next, vite] = ["https://next.example.com", "https://vite.example.com"];
const copy = new ProjectCopy();
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
  const values = { ...development.chosenDeployment, ...credentialsOf(development) };
  copy.write(envFile, dotenv(values));
  const file = copy.read(envFile);
  const before = await development.everything();
  const chosen = { ...production.chosenDeployment, CONVEX_SITE_URL: production.convex.siteUrl };
  copy.write(".env.production", dotenv(chosen));

  // One as an argument, the other in the environment.
  const args = ["--existing", "--prod", "--env-file", ".env.production", "--next-url", next];
  const urls = { VITE_APP_URL: vite };
  const env = { ...credentialsOf(production), ...urls };
  const { exitCode, output } = await setUp(copy, production, [...args, "--yes"], env);
  expect(exitCode, output).toBe(0);

  const { variables, webhookEndpoints, ...addresses } = await production.everything();
  expect(addresses).toEqual({
    redirectUris: expect.arrayContaining([`${next}/callback`, `${vite}/callback`]) as string[],
    corsOrigins: [vite],
    homePage: next,
  });
  expect(webhookEndpoints).toMatchObject([
    { endpointUrl: `${production.convex.siteUrl}/workos/webhook`, status: "enabled" },
  ]);
  expect(variables).toEqual({
    ...credentialsOf(production),
    WORKOS_WEBHOOK_SECRET: webhookEndpoints[0]?.secret,
  });
  for (const line of [
    `WORKOS_CLIENT_ID=${production.clientId}`,
    `VITE_WORKOS_CLIENT_ID=${production.clientId}`,
    `NEXT_APP_URL=${next}`,
    `VITE_APP_URL=${vite}`,
    "WORKOS_COOKIE_PASSWORD: the password that the session cookie",
  ]) {
    expect(output).toContain(`• ${line}`);
  }
  for (const name of ["WORKOS_ACTION_SECRET", "WORKOS_API_HOSTNAME"]) {
    expect(output).toContain(`npx convex env set ${name} --env-file`);
  }
  expect(copy.read(envFile)).toBe(file);
  expect(await development.everything()).toEqual(before);

  // What is on the deployment is not asked for again.
  const after = await production.everything();
  const second = await setUp(copy, production, args, urls);
  expect(second.exitCode, second.output).toBe(0);
  expect(second.output).not.toMatch(/^ +[+✓]/m);
  expect(await production.everything()).toEqual(after);

  // An app gets a WorkOS application of its own.
  const ofVite = { VITE_WORKOS_CLIENT_ID: "client_vite" };
  const third = await setUp(copy, production, [...args, "--yes"], { ...urls, ...ofVite });
  expect(third.exitCode, third.output).toBe(0);
  expect(third.output).toContain("• VITE_WORKOS_CLIENT_ID=client_vite");
  expect(await production.variables()).toMatchObject({ WORKOS_OTHER_CLIENT_IDS: "client_vite" });
  expect(copy.read(envFile)).toBe(file);
});
