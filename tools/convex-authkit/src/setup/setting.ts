import type { WebhookEndpoint } from "@workos-inc/node";
import type { Values } from "../own-platform.ts";
import type { Target } from "../target.ts";
import { isUnlisted, type WorkosEnvironment } from "../workos-environment.ts";
import type { Credentials } from "./credentials.ts";

/** What there is before anything is changed. */
export type Setting = {
  target: Target;
  workos: WorkosEnvironment;
  credentials: Credentials;
  /** Of the deployment. */
  variables: Values;
  /** What was pushed to it. */
  functions: string[];
  redirectUris: string[];
  /** Not there when WorkOS does not tell them. */
  corsOrigins: string[] | undefined;
  webhookEndpoints: WebhookEndpoint[];
  /** By role, the permissions that the backend expects and WorkOS does not have. */
  missingPermissions: Record<string, string[]>;
};

/** @throws Error with one sentence when WorkOS or the deployment does not answer */
export async function readSetting(
  known: Pick<Setting, "target" | "workos" | "credentials" | "variables">,
): Promise<Setting> {
  const { target, workos } = known;
  const [{ functions }, redirectUris, corsOrigins, webhookEndpoints, missingPermissions] =
    await Promise.all([
      target.deployment.describe(),
      workos.redirectUris(),
      workos.corsOrigins().catch((error: unknown) => {
        if (isUnlisted(error)) return undefined;
        throw error;
      }),
      workos.webhookEndpoints(),
      workos.missingPermissions(target.project.config.roles ?? {}),
    ]);
  return { ...known, functions, redirectUris, corsOrigins, webhookEndpoints, missingPermissions };
}
