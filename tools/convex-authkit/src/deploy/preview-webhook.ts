import { NotFoundException } from "@workos-inc/node";
import { ConvexDeployment } from "../convex-deployment.ts";
import { actionPath, webhookEventsOf, webhookPath } from "../endpoints.ts";
import type { Project } from "../project/project.ts";
import { convexCommand, siteUrlOf, workosApiUrl } from "../target.ts";
import { WorkosEnvironment } from "../workos-environment.ts";
import type { Environment } from "./urls.ts";

/**
 * Has WorkOS send its events to a preview, and no longer to previews of this project that are gone. The
 * API key is that of the preview. The URL of the endpoint has the preview's name, which tells it from
 * those of other deployments in the same WorkOS environment.
 *
 * @param owner the team and the project, as in the deploy key: "acme:tandem"
 * @throws Error with one sentence when the deployment or WorkOS does not answer
 */
export async function hearFromWorkos(
  project: Project,
  owner: string,
  name: string,
  env: Environment,
): Promise<void> {
  const cliOptions = ["--preview-name", name];
  const deployment = new ConvexDeployment(project, cliOptions);
  const { WORKOS_CLIENT_ID, WORKOS_API_KEY, WORKOS_WEBHOOK_SECRET, WORKOS_ACTION_SECRET } =
    await deployment.listVariables();
  if (!WORKOS_CLIENT_ID || !WORKOS_API_KEY) {
    const { command, inFolder } = convexCommand(project, "env default set --type preview");
    return warn(
      `WorkOS sends this preview no events, because it has no WORKOS_API_KEY: give previews one with ${command} WORKOS_API_KEY${inFolder}.`,
    );
  }
  if (WORKOS_API_KEY.startsWith("sk_live_")) {
    return warn(
      "WorkOS sends this preview no events, because its WORKOS_API_KEY is production's: give previews that of another WorkOS environment.",
    );
  }
  const apiUrl = workosApiUrl(env);
  const workos = new WorkosEnvironment({
    clientId: WORKOS_CLIENT_ID,
    apiKey: WORKOS_API_KEY,
    apiUrl,
  });
  const { url } = await deployment.describe();
  // Previews are in Convex's cloud, but for tests.
  const siteUrl = (!url.endsWith(".convex.cloud") && env.CONVEX_SITE_URL) || siteUrlOf(url);

  const endpoints = await workos.webhookEndpoints();
  const endpointUrl = `${siteUrl}${webhookPath}?preview=${encodeURIComponent(`${owner}:${name}`)}`;
  const events = webhookEventsOf(project);
  const existing = endpoints.find((each) => each.endpointUrl === endpointUrl);
  if (existing) await workos.enableWebhookEndpoint(existing.id, events);
  const { secret } = existing ?? (await workos.addWebhookEndpoint(endpointUrl, events));
  if (secret !== WORKOS_WEBHOOK_SECRET) {
    await deployment.setVariables({ WORKOS_WEBHOOK_SECRET: secret });
  }
  console.log(`✔ WorkOS sends its events to ${siteUrl}${webhookPath}`);

  for (const { id, endpointUrl: other } of endpoints) {
    const preview = previewOf(other, owner);
    if (preview === undefined || other === endpointUrl) continue;
    if (preview !== name && !(await isGone(project, preview))) continue;
    await workos.sdk.webhooks.deleteWebhookEndpoint({ id }).catch((error: unknown) => {
      // The job of another branch was faster.
      if (!(error instanceof NotFoundException)) throw error;
    });
    console.log(`✔ Removed the webhook endpoint of the preview ${preview}, which is gone`);
  }

  if (WORKOS_ACTION_SECRET) return;
  const { command, inFolder } = convexCommand(
    project,
    `env set WORKOS_ACTION_SECRET ${cliOptions.join(" ")}`,
  );
  warn(
    `WorkOS asks this preview about no sign-up, because only the WorkOS dashboard sets the action endpoint: to try that here, enter ${siteUrl}${actionPath} there, and set its secret with ${command}${inFolder}.`,
  );
}

function warn(sentence: string): void {
  console.log(`! ${sentence}`);
}

/** The name of the preview whose endpoint that is, if it is one of this project. */
function previewOf(endpointUrl: string, owner: string): string | undefined {
  const preview = URL.parse(endpointUrl)?.searchParams.get("preview");
  return preview?.startsWith(`${owner}:`) ? preview.slice(owner.length + 1) : undefined;
}

/** Whether Convex says that there is none: when it says nothing, it may be there. */
async function isGone(project: Project, name: string): Promise<boolean> {
  const deployment = new ConvexDeployment(project, ["--preview-name", name]);
  return await deployment.describe().then(
    () => false,
    (error: unknown) => /\b404\b/.test(String(error).replaceAll(name, "")),
  );
}
