import { WorkOS } from "@workos-inc/node";
import { internal } from "../_generated/api";
import { env, type ActionCtx } from "../_generated/server";
import { refusal, RefusedRequest } from "./errors";
import { eventOf, type EventType } from "./events";

type Optional = "WORKOS_API_KEY" | "WORKOS_WEBHOOK_SECRET" | "WORKOS_ACTION_SECRET";

// There is no fallback: a secret that is known from the source code would let anybody sign.
export function requireVariable(variable: Optional): string {
  const value = env[variable];
  if (!value) throw new RefusedRequest(503, `${variable} is not set on this deployment.`);
  return value;
}

export function workosSignatures(): Pick<WorkOS, "webhooks" | "actions"> {
  return new WorkOS({ clientId: env.WORKOS_CLIENT_ID });
}

export function workosApi(): WorkOS {
  return new WorkOS(requireVariable("WORKOS_API_KEY"), {
    clientId: env.WORKOS_CLIENT_ID,
    apiHostname: env.WORKOS_API_HOSTNAME,
  });
}

/** @throws ConvexError when WorkOS refuses, with its reason, or cannot be reached */
export async function askWorkOS<T>(request: (workos: WorkOS) => Promise<T>): Promise<T> {
  try {
    return await request(workosApi());
  } catch (error) {
    const { name, status = 0, message } = error as Error & { status?: number };
    if (status === 404) throw refusal("notFound", "That is no longer there.");
    if (status === 400 || status === 409 || status === 422) {
      throw refusal("refusedByWorkOS", `WorkOS did not accept that: ${message}`);
    }
    console.error(`A request to WorkOS failed: ${name} ${status || message}.`);
    throw refusal("unavailable", "That did not work. Try again in a moment.");
  }
}

/** Saves what WorkOS's API says, as the event that will say so: nobody has to wait for it. */
export async function saveAnswer(
  ctx: ActionCtx,
  type: EventType,
  data: { id: string } & object,
  askedAt?: Date,
): Promise<void> {
  await ctx.runMutation(internal.auth.authKitEvent, eventOf(type, data, askedAt));
}
