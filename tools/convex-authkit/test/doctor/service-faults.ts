import { actionPath, webhookPath } from "../../src/endpoints.ts";
import { convexJson, type ProjectCopy } from "../project-copy.ts";
import { all, type Fault } from "./fault.ts";
import { otherClientId, type Setup } from "./setup.ts";
import { startSite, type Answer } from "./stand-ins.ts";

/** Sets variables on the deployment and in the development file alike. */
async function everywhere(setup: Setup, values: Record<string, string>) {
  return all(await setup.setOnDeployment(values), setup.setInFile(values));
}

type WebhookChanges = Omit<
  Parameters<Setup["workos"]["sdk"]["webhooks"]["updateWebhookEndpoint"]>[0],
  "id"
>;

async function changeWebhookEndpoint({ workos }: Setup, changes: WebhookChanges) {
  const { webhooks } = workos.sdk;
  const [endpoint] = (await webhooks.listWebhookEndpoints()).data;
  const { id, endpointUrl, status, events } = endpoint!;
  await webhooks.updateWebhookEndpoint({ id, ...changes });
  const before = { endpointUrl, status, events } as WebhookChanges;
  return () => webhooks.updateWebhookEndpoint({ id, ...before });
}

/** Has the deployment serve an endpoint that answers otherwise. */
async function serveEndpoint(setup: Setup, path: string, answer: Answer) {
  const site = await startSite(setup.stack.convex.siteUrl, path, answer);
  const endpointUrl = `${site.url}${webhookPath}`;
  return all(
    () => site.stop(),
    setup.setInFile({ CONVEX_SITE_URL: site.url }),
    await changeWebhookEndpoint(setup, { endpointUrl }),
  );
}

function moveApp(copy: ProjectCopy, port: number) {
  return copy.replace(
    convexJson,
    new RegExp(`http://localhost:${port}`, "g"),
    "http://localhost:3999",
  );
}
const created = { email: "created@lost.example" };
const deleted = { email: "deleted@lost.example" };

/** Faults on the deployment, in WorkOS, and between the two. */
export const serviceFaults: Fault[] = [
  {
    name: "no API key on the deployment",
    plant: (setup) => setup.setOnDeployment({ WORKOS_API_KEY: undefined }),
    fails: ["variables"],
    says: ["WORKOS_API_KEY is not set", "npx convex env set WORKOS_API_KEY"],
  },
  {
    name: "a client id on the deployment that is none",
    plant: (setup) => setup.setOnDeployment({ WORKOS_CLIENT_ID: "project_1" }),
    fails: ["variables"],
    says: ["has to start with client_", "npx convex env set WORKOS_CLIENT_ID"],
  },
  {
    name: "a name in place of the id of the admins' organization",
    plant: (setup) => setup.setOnDeployment({ ADMIN_ORGANIZATION_ID: "Admins" }),
    fails: ["variables"],
    says: ["ADMIN_ORGANIZATION_ID has to start with org_"],
  },
  {
    name: "an app with a client id of its own, which the deployment does not accept",
    plant: (setup) => setup.setInFile({ VITE_WORKOS_CLIENT_ID: "client_vite" }),
    fails: ["client-ids"],
    says: [
      "The Vite app has client_vite of VITE_WORKOS_CLIENT_ID, and the deployment accepts tokens of client_local and client_other only",
      "npx convex env set WORKOS_OTHER_CLIENT_IDS",
    ],
  },
  {
    name: "a client id of its own that the app does not use",
    plant: (setup) => setup.setInFile({ VITE_WORKOS_CLIENT_ID: otherClientId }),
    fails: ["vite-sign-in"],
    says: ["the client id client_local, and not with client_other"],
  },
  {
    name: "another client id in the development file than on the deployment",
    plant: (setup) => setup.setInFile({ WORKOS_CLIENT_ID: "client_old" }),
    fails: ["same-environment"],
    says: ["is client_old in", "client_local on the deployment", "npm run setup"],
  },
  {
    name: "another API key in the development file than on the deployment",
    plant: (setup) => setup.setInFile({ WORKOS_API_KEY: "sk_test_old_key_of_this_file" }),
    fails: ["same-environment"],
    says: ["WORKOS_API_KEY in", "npm run dev"],
  },
  {
    name: "an API key that was revoked",
    plant: (setup) => everywhere(setup, { WORKOS_API_KEY: "sk_test_was_revoked_yesterday" }),
    fails: ["api-key"],
    says: ["WorkOS answered 401 to WORKOS_API_KEY", "npx convex env set WORKOS_API_KEY"],
  },
  {
    name: "production's API key in development",
    plant: (setup) => everywhere(setup, { WORKOS_API_KEY: "sk_live_of_production_itself" }),
    fails: ["key-kind"],
    says: ["starts with sk_live_, and this is development"],
  },
  {
    name: "the client id of another WorkOS environment",
    plant: async (setup) =>
      all(
        await everywhere(setup, { WORKOS_CLIENT_ID: "client_of_another" }),
        setup.serve("next", { clientId: "client_of_another" }),
        setup.serve("vite", { clientId: "client_of_another" }),
      ),
    fails: ["key-pair"],
    says: ["invalid_client to client_of_another", "npx convex env set WORKOS_CLIENT_ID"],
  },
  {
    name: "no answer from WorkOS to who asks for its keys",
    plant: async ({ control, workos }) => {
      const path = `/sso/jwks/${workos.clientId}`;
      await control.failNext({ path, count: 100 });
      return () => control.failNext({ path, count: 0 });
    },
    fails: ["jwks"],
    says: ["answered 503 without keys", "https://status.workos.com"],
  },
  {
    name: "a redirect URI that is not registered",
    plant: ({ copy }) => moveApp(copy, 3400),
    fails: ["redirect-uris"],
    says: ["does not have the redirect URI http://localhost:3999/callback", "npm run setup"],
  },
  {
    name: "a Vite app that moved, and is registered nowhere",
    plant: ({ copy }) => moveApp(copy, 5573),
    fails: ["redirect-uris", "cors-origins"],
    says: ["does not have the CORS origin http://localhost:3999,", "npm run setup"],
  },
  {
    name: "a role without a permission that the backend goes by",
    plant: ({ copy }) =>
      copy.replace("convex-authkit.config.ts", /roles(: \{.*\})?,/, 'roles: { admin: ["a:b"] },'),
    fails: ["permissions"],
    says: ["the role admin lacks a:b", "npm run setup"],
  },
  {
    name: "a role with more permissions than a session cookie holds",
    plant: async ({ workos }) => {
      const { authorization } = workos.sdk;
      const [before] = (await authorization.listEnvironmentRoles()).data;
      const { slug, permissions } = before!;
      const reports = Array.from({ length: 60 }, (_, index) => `reports-for-year:${2000 + index}`);
      for (const each of reports) await authorization.createPermission({ slug: each, name: each });
      await authorization.setEnvironmentRolePermissions(slug, {
        permissions: [...permissions, ...reports],
      });
      return () => authorization.setEnvironmentRolePermissions(slug, { permissions });
    },
    fails: ["session-size"],
    says: ["the 62 permissions of the role admin", "about 4835 bytes, and browsers keep no more"],
  },
  {
    name: "a wrong URL of HTTP actions",
    plant: (setup) => setup.setInFile({ CONVEX_SITE_URL: setup.stack.convex.url }),
    fails: ["http-actions"],
    says: ["/workos/webhook answered 404", "CONVEX_SITE_URL"],
  },
  {
    name: "no webhook endpoint in WorkOS",
    plant: (setup) => changeWebhookEndpoint(setup, { endpointUrl: "https://elsewhere.example/x" }),
    fails: ["webhook-endpoint"],
    says: ["has no webhook endpoint http://127.0.0.1:3611/workos/webhook", "npm run setup"],
  },
  {
    name: "a webhook endpoint that is disabled",
    plant: (setup) => changeWebhookEndpoint(setup, { status: "disabled" }),
    fails: ["webhook-endpoint"],
    says: ["is disabled in WorkOS", "npm run setup"],
  },
  {
    name: "a webhook endpoint that lacks events",
    plant: (setup) => changeWebhookEndpoint(setup, { events: ["user.created"] }),
    fails: ["webhook-endpoint"],
    says: ["lacks user.updated, user.deleted, session.created, session.revoked"],
  },
  {
    name: "no webhook secret on the deployment",
    plant: (setup) => setup.setOnDeployment({ WORKOS_WEBHOOK_SECRET: undefined }),
    fails: ["webhook-secret"],
    says: ["WORKOS_WEBHOOK_SECRET is not set", "npx convex env set WORKOS_WEBHOOK_SECRET"],
  },
  {
    name: "the webhook secret of another endpoint",
    plant: (setup) =>
      setup.setOnDeployment({ WORKOS_WEBHOOK_SECRET: "secret_of_another_endpoint" }),
    fails: ["webhook-secrets-match"],
    says: ["is not the secret of", "npx convex env set WORKOS_WEBHOOK_SECRET"],
  },
  {
    name: "a backend that takes webhooks without a signature",
    plant: (setup) => serveEndpoint(setup, webhookPath, () => ({ status: 200, body: "OK" })),
    fails: ["webhook-answer"],
    says: ["answered 200 to a request without a signature, and has to answer 401", "Push"],
  },
  {
    name: "a backend that fails on every webhook",
    plant: (setup) =>
      serveEndpoint(setup, webhookPath, (isSigned) => ({ status: isSigned ? 500 : 401, body: "" })),
    fails: ["webhook-answer"],
    says: ["answered 500 to a signed request", "npx convex logs"],
  },
  {
    name: "no action secret on the deployment",
    plant: (setup) => setup.setOnDeployment({ WORKOS_ACTION_SECRET: undefined }),
    fails: ["action-secret"],
    says: ["WORKOS_ACTION_SECRET is not set", "npx convex env set WORKOS_ACTION_SECRET"],
  },
  {
    name: "a backend whose verdicts are signed with another secret",
    plant: (setup) =>
      serveEndpoint(setup, actionPath, (isSigned) => ({
        status: isSigned ? 200 : 401,
        body: '{ "payload": { "timestamp": 1, "verdict": "Allow" }, "signature": "0" }',
      })),
    fails: ["action-answer"],
    says: ["answered 200 to a signed request, with a wrong signature"],
  },
  {
    name: "the action secret of another endpoint",
    plant: (setup) => setup.setOnDeployment({ WORKOS_ACTION_SECRET: "secret_of_another_endpoint" }),
    fails: ["sign-in"],
    says: ["is WORKOS_ACTION_SECRET on the deployment the secret of the action endpoint"],
  },
  {
    name: "a rule that blocks the address that the doctor signs in with",
    plant: (setup) => setup.setOnDeployment({ BLOCKED_EMAIL_DOMAINS: "example.com" }),
    fails: ["sign-in"],
    says: ["denied the sign-in", "sign-up rules"],
  },
  {
    name: "a clock of WorkOS that is an hour behind Convex's",
    plant: async ({ control }) => {
      await control.moveClock(-3_600_000);
      return () => control.moveClock(3_600_000);
    },
    fails: ["sign-in"],
    says: ["Convex refused the access token", "convex/auth.config.ts"],
  },
  {
    name: "tokens of a custom authentication domain that the deployment does not know",
    plant: async ({ control }) => {
      await control.settings({ issuerOrigin: "https://auth.example.com" });
      return () => control.settings({ issuerOrigin: "https://api.workos.com" });
    },
    fails: ["sign-in"],
    says: [
      "of the issuer https://auth.example.com/user_management/client_local",
      "accepts issuers at api.workos.com: set the host of the token with npx convex env set WORKOS_API_HOSTNAME auth.example.com",
    ],
  },
  {
    name: "a person whose creation was lost",
    plant: async ({ control }) => {
      await control.holdWebhooks(created.email);
      const { id } = await control.createUser(created);
      return async () => {
        await control.deleteUser(id);
        await control.releaseWebhooks(created.email, []);
      };
    },
    fails: ["users"],
    says: ["1 have no row, 0 an outdated one, and 0 have", "npx convex run reconcile:run"],
  },
  {
    name: "a person whose deletion was lost",
    plant: async (setup) => {
      const { control } = setup;
      const { id } = await control.createUser(deleted);
      await control.waitForDelivery({ email: deleted.email, type: "user.created" });
      await control.holdWebhooks(deleted.email);
      await control.deleteUser(id);
      return () => control.releaseWebhooks(deleted.email);
    },
    fails: ["users"],
    says: ["0 have no row, 0 an outdated one, and 1 have", "npx convex run reconcile:run"],
  },
];
