import type { WebhookEndpoint } from "@workos-inc/node";
import type { Target } from "../target.ts";
import { WorkosRequestError, type WorkosEnvironment } from "../workos-environment.ts";
import type { Credentials } from "./credentials.ts";
import {
  actionSecretStep,
  credentialsStep,
  developmentFileStep,
  pushStep,
} from "./deployment-steps.ts";
import type { SetupOptions } from "./options.ts";
import type { Step } from "./steps.ts";
import { corsOriginSteps, homePageStep, redirectUriStep, webhookStep } from "./workos-steps.ts";

/** What there is before anything is changed. */
export type Setting = {
  target: Target;
  workos: WorkosEnvironment;
  credentials: Credentials;
  /** Of the deployment. */
  variables: Partial<Record<string, string>>;
  /** What was pushed to it. */
  functions: string[];
  redirectUris: string[];
  /** Not there when WorkOS does not tell them. */
  corsOrigins: string[] | undefined;
  webhookEndpoints: WebhookEndpoint[];
};

/** @throws Error with one sentence when WorkOS or the deployment does not answer */
export async function readSetting(
  known: Pick<Setting, "target" | "workos" | "credentials" | "variables">,
): Promise<Setting> {
  const { target, workos } = known;
  const [{ functions }, redirectUris, corsOrigins, webhookEndpoints] = await Promise.all([
    target.deployment.describe(),
    workos.redirectUris(),
    workos.corsOrigins().catch((error: unknown) => {
      if (error instanceof WorkosRequestError && [404, 405].includes(error.status))
        return undefined;
      throw error;
    }),
    workos.sdk.webhooks.listWebhookEndpoints().then((list) => list.autoPagination()),
  ]);
  return { ...known, functions, redirectUris, corsOrigins, webhookEndpoints };
}

/**
 * What is to be done, in an order in which each step can be the last: what a later one relies on is
 * there, and another run does the rest.
 */
export function planSteps(setting: Setting, options: SetupOptions): Step[] {
  const isDevelopment = setting.target.way === "development";
  return [
    credentialsStep(setting),
    ...(isDevelopment ? [developmentFileStep(setting)] : []),
    // Before the redirect URIs, from which another run sees that it is set.
    homePageStep(setting, options),
    redirectUriStep(setting),
    ...corsOriginSteps(setting),
    ...(isDevelopment ? [pushStep(setting)] : []),
    webhookStep(setting),
    ...actionSecretStep(setting),
  ];
}
