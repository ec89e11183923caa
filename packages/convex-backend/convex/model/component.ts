import { createFunctionHandle } from "convex/server";
import { components, internal } from "../_generated/api";
import { env, type MutationCtx, type QueryCtx } from "../_generated/server";
import { displayName } from "./displayName";
import type { WorkOSEvent } from "./workosEvents";

/**
 * Event types that the component is to know beside its own `user.*`, as its README asks. Version 0.2.9
 * gives the handlers in auth.ts whatever arrives, so what counts is the selection in the dashboard.
 */
const ADDITIONAL_EVENT_TYPES = ["session.created", "session.revoked"];

/**
 * Gives an event to the component, which keeps its own users and runs the handlers in auth.ts: in a
 * transaction within ours, so that ours stays when it fails.
 */
export async function tellComponent(ctx: MutationCtx, event: WorkOSEvent): Promise<void> {
  try {
    await ctx.runMutation(components.workOSAuthKit.lib.onWebhookEvent, {
      // It keeps the key for events that it would fetch itself, which it does not do here.
      apiKey: env.WORKOS_API_KEY ?? "",
      event,
      onEventHandle: await createFunctionHandle(internal.auth.authKitEvent),
      eventTypes: ADDITIONAL_EVENT_TYPES,
    });
  } catch (error) {
    // Not the message: Convex quotes there what did not fit, which is about a person.
    const kind = error instanceof Error ? error.name : typeof error;
    console.error(`The AuthKit component did not take ${event.event} ${event.id}: ${kind}.`);
  }
}

/** The component's copy of a WorkOS user, with a name to show; `null` until WorkOS's event is here. */
export async function getAuthUser(ctx: QueryCtx, workosUserId: string) {
  // As the component's own `getAuthUser` does, which is out of reach without a webhook secret.
  const user = await ctx.runQuery(components.workOSAuthKit.lib.getAuthUser, { id: workosUserId });
  if (!user) return null;
  const { id, email, emailVerified } = user;
  return { id, email, emailVerified, name: displayName(user) };
}
