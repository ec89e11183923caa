import { startLocalConvex, type LocalConvex } from "@repo/local-convex";
import { startLocalWorkos, type LocalWorkos, type SeedPerson } from "@repo/local-workos";
import { actionPath, webhookEvents, webhookPath } from "@repo/convex-backend/endpoints";
import type { ConvexJson } from "@repo/convex-backend/urls";
import { join } from "node:path";
import {
  addressesOf,
  adminOrganizationId,
  buildVariables,
  clientId,
  type Addresses,
  type ServicePorts,
} from "./addresses.ts";
import { cliVariablesOf } from "./convex-project.ts";
import { readOrMakeSecrets, type Secrets } from "./secrets.ts";

export type StackOptions = {
  /** Provisions WorkOS, as `convex dev` does for a cloud deployment, and says where the apps are. */
  convexJson: ConvexJson;
  ports: ServicePorts;
  /** Where people, sessions and documents are kept; left out, nothing is. */
  stateDirectory?: string;
  /** Who can sign in from the start. */
  people?: SeedPerson[];
  /** The emails of those among them who are admins of the app. */
  admins?: string[];
  /** More variables of the Convex deployment. */
  deploymentVariables?: Record<string, string>;
  /** Gets a line for what a developer should know. */
  onLog?: (service: "convex" | "workos", line: string) => void;
};

export type Stack = {
  addresses: Addresses;
  secrets: Secrets;
  convex: LocalConvex;
  workos: LocalWorkos;
  /** Points the Convex CLI here. */
  cliVariables: ReturnType<typeof cliVariablesOf>;
  /** All that the apps read, at build and at start. */
  appVariables: Record<string, string>;
  stop(): Promise<void>;
};

/**
 * Starts a Convex deployment and a WorkOS environment on this machine, each told of the other.
 *
 * @throws Error with one sentence, when a port is taken for example
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { convexJson, ports, stateDirectory, onLog } = options;
  const addresses = addressesOf(convexJson, ports);
  const secrets = readOrMakeSecrets(stateDirectory);

  const convex = await startLocalConvex({
    port: ports.convex,
    sitePort: ports.convexSite,
    stateDirectory: stateDirectory && join(stateDirectory, "convex"),
    adminKey: secrets.convexAdminKey,
    // Tokens say that api.workos.com made them, as in production: here that name leads to ours.
    rewriteOrigins: { "https://api.workos.com": addresses.workos },
    environmentVariables: {
      WORKOS_CLIENT_ID: clientId,
      WORKOS_API_KEY: secrets.workosApiKey,
      WORKOS_WEBHOOK_SECRET: secrets.webhookSecret,
      WORKOS_ACTION_SECRET: secrets.actionSecret,
      ADMIN_ORGANIZATION_ID: adminOrganizationId,
      ...options.deploymentVariables,
    },
    onLog: (line) => onLog?.("convex", line),
  });

  const workos = await startLocalWorkos({
    port: ports.workos,
    clientId,
    apiKey: secrets.workosApiKey,
    configure: convexJson.authKit.dev.configure,
    signOutUris: Object.values(addresses.apps).map(({ origin }) => `${origin}/`),
    webhookEndpoint: {
      url: `${convex.siteUrl}${webhookPath}`,
      secret: secrets.webhookSecret,
      events: [...webhookEvents],
    },
    actionEndpoint: { url: `${convex.siteUrl}${actionPath}`, secret: secrets.actionSecret },
    people: options.people,
    organizations: [
      {
        id: adminOrganizationId,
        name: "Admins of Tandem",
        members: options.admins?.map((email) => ({ email, role: "admin" })),
      },
    ],
    stateDirectory: stateDirectory && join(stateDirectory, "workos"),
    onLog: (line) => onLog?.("workos", line),
  }).catch(async (error: unknown) => {
    await convex.stop();
    throw error;
  });

  return {
    addresses,
    secrets,
    convex,
    workos,
    cliVariables: cliVariablesOf(convex),
    appVariables: {
      // begin: next
      NEXT_TELEMETRY_DISABLED: "1",
      // end: next
      ...buildVariables(addresses),
      WORKOS_CLIENT_ID: clientId,
      WORKOS_API_KEY: secrets.workosApiKey,
      // begin: next
      WORKOS_COOKIE_PASSWORD: secrets.cookiePassword,
      // end: next
      WORKOS_API_HOSTNAME: "localhost",
      WORKOS_API_PORT: String(ports.workos),
      WORKOS_API_HTTPS: "false",
    },
    async stop() {
      await Promise.all([workos.stop(), convex.stop()]);
    },
  };
}
