import { WorkOS } from "@workos-inc/node";
import { env } from "../_generated/server";

type Optional = "WORKOS_API_KEY" | "WORKOS_WEBHOOK_SECRET" | "WORKOS_ACTION_SECRET";

/** A variable of the deployment is not set that this step cannot do without. */
export class NotSetError extends Error {
  constructor(variable: Optional) {
    super(`${variable} is not set on this deployment.`);
  }
}

/**
 * A variable that the deployment can be pushed without. There is no fallback: a secret that is known
 * from the source code would let anybody sign.
 *
 * @throws NotSetError
 */
export function requireVariable(variable: Optional): string {
  const value = env[variable];
  if (!value) throw new NotSetError(variable);
  return value;
}

/** Checks and makes signatures, for which it needs no API key. */
export function workosSignatures(): Pick<WorkOS, "webhooks" | "actions"> {
  return new WorkOS({ clientId: env.WORKOS_CLIENT_ID });
}
