import { startLocalConvex, type LocalConvex } from "@repo/local-convex";
import { startLocalWorkos, type LocalWorkos, type LocalWorkosOptions } from "@repo/local-workos";
import { join } from "node:path";
import { actionPath, webhookEventsOf, webhookPath } from "../endpoints.ts";
import { inlinedVariables, serverVariables, type App } from "../project/apps.ts";
import type { Project } from "../project/project.ts";
import { otherClientIds } from "../target.ts";
import { clientId, knownValues, serviceUrls } from "./addresses.ts";
import { cliVariablesOf } from "./convex-project.ts";
import type { ServicePorts } from "./ports.ts";
import { readOrMakeSecrets, type Secrets } from "./secrets.ts";

export type StackOptions = {
  /** Its convex.json provisions WorkOS, as `convex dev` does for a cloud deployment. */
  project: Project;
  ports: ServicePorts;
  /** Where people, sessions and documents are kept; left out, nothing is. */
  stateDirectory?: string;
  /** Whether the people of convex-authkit.config.ts are there from the start. */
  withPeople: boolean;
  /** More variables of the Convex deployment. */
  deploymentVariables?: Record<string, string>;
  /** Gets a line for what a developer should know. */
  onLog?: (service: "convex" | "workos", line: string) => void;
};

export type Stack = {
  secrets: Secrets;
  convex: LocalConvex;
  workos: LocalWorkos;
  /** Points the Convex CLI here. */
  cliVariables: ReturnType<typeof cliVariablesOf>;
  /** All that an app reads, when it is built and when it starts. */
  variablesOf(app: App): Record<string, string>;
  stop(): Promise<void>;
};

/**
 * Starts a Convex deployment and a WorkOS environment on this machine, each told of the other.
 *
 * @throws Error with one sentence, when a port is taken for example
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { project, ports, stateDirectory, onLog } = options;
  const { apps, backend, config } = project;
  const secrets = readOrMakeSecrets(stateDirectory);
  const environmentVariables: Record<string, string> = {
    WORKOS_CLIENT_ID: clientId,
    WORKOS_API_KEY: secrets.workosApiKey,
    WORKOS_WEBHOOK_SECRET: secrets.webhookSecret,
    WORKOS_ACTION_SECRET: secrets.actionSecret,
    ...localVariables(project),
    ...options.deploymentVariables,
  };
  // Tokens say that api.workos.com made them, or a domain of one's own, as in production: here those
  // names lead to ours.
  const hosts = ["api.workos.com", environmentVariables.WORKOS_API_HOSTNAME].filter(Boolean);

  const convex = await startLocalConvex({
    port: ports.convex,
    sitePort: ports.convexSite,
    stateDirectory: stateDirectory && join(stateDirectory, "convex"),
    adminKey: secrets.convexAdminKey,
    rewriteOrigins: Object.fromEntries(
      hosts.map((host) => [`https://${host}`, serviceUrls(ports).workos]),
    ),
    environmentVariables,
    onLog: (line) => onLog?.("convex", line),
  });

  const { people = [], organizations = [] } = config.local ?? {};
  const { configure } = backend.convexJson.authKit.dev;
  const workos = await startLocalWorkos({
    port: ports.workos,
    clientId,
    otherClientIds: otherClientIds(environmentVariables),
    apiKey: secrets.workosApiKey,
    configure,
    initiateLoginUri: new URL("/sign-in", configure.appHomepageUrl).href,
    signOutUris: apps.map(({ url }) => `${url.origin}/`),
    ...(backend.hasComponent && {
      webhookEndpoint: {
        url: `${convex.siteUrl}${webhookPath}`,
        secret: secrets.webhookSecret,
        events: [...webhookEventsOf(project)] as NonNullable<
          LocalWorkosOptions["webhookEndpoint"]
        >["events"],
      },
      actionEndpoint: { url: `${convex.siteUrl}${actionPath}`, secret: secrets.actionSecret },
    }),
    ...(config.roles && {
      roles: Object.entries(config.roles).map(([slug, permissions]) => ({
        slug,
        permissions: [...permissions],
      })),
    }),
    ...(options.withPeople
      ? { people, organizations }
      : { organizations: organizations.map((each) => ({ ...each, members: [] })) }),
    stateDirectory: stateDirectory && join(stateDirectory, "workos"),
    onLog: (line) => onLog?.("workos", line),
  }).catch(async (error: unknown) => {
    await convex.stop();
    throw error;
  });

  return {
    secrets,
    convex,
    workos,
    cliVariables: cliVariablesOf(convex),
    variablesOf(app) {
      const known = knownValues(app, ports);
      const { workosApiKey: apiKey, cookiePassword } = secrets;
      return {
        ...inlinedVariables(app, known),
        ...serverVariables(app, known, { apiKey, cookiePassword }),
        NEXT_TELEMETRY_DISABLED: "1",
      };
    },
    async stop() {
      await Promise.all([workos.stop(), convex.stop()]);
    },
  };
}

function localVariables({ config }: Project): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config.deploymentVariables ?? {}).flatMap(([name, { local }]) =>
      local === undefined ? [] : [[name, local]],
    ),
  );
}
