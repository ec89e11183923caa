import { createFunctionHandle } from "convex/server";
import { compareValues } from "convex/values";
import { components, internal } from "../_generated/api";
import { env, type MutationCtx, type QueryCtx } from "../_generated/server";
import { displayName } from "./displayName";
import { text, type WorkOSEvent } from "./workosEvents";

const { lib } = components.workOSAuthKit;

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
    await ctx.runMutation(lib.onWebhookEvent, {
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

/**
 * Has the component forget its copy of a user when it would pass over news that our half took: it keeps
 * the first of two events with one `updatedAt`, and we the later. No handler in auth.ts hears of it.
 */
export async function forgetCopy(ctx: MutationCtx, event: WorkOSEvent): Promise<void> {
  const { id, updatedAt } = event.data;
  const copy = await ctx.runQuery(lib.getAuthUser, { id: text(id) ?? "" });
  if (!copy || (event.event === "user.updated" && copy.updatedAt < (text(updatedAt) ?? ""))) return;
  await ctx.runMutation(lib.onWebhookEvent, {
    apiKey: "",
    event: { ...event, id: `${event.id}_forget`, event: "user.deleted" },
  });
}

/** Whether the component's copy of a user is what an event says. */
export async function isCopied(ctx: QueryCtx, { data }: WorkOSEvent): Promise<boolean> {
  const copy = await ctx.runQuery(lib.getAuthUser, { id: text(data.id) ?? "" });
  return copy !== null && isSame(copy, data);
}

/** But for the last sign-in: that may change without `updatedAt`, and is not about who somebody is. */
function isSame(copy: WorkOSEvent["data"], data: WorkOSEvent["data"]): boolean {
  const ignored = { object: null, lastSignInAt: null };
  return compareValues({ ...copy, ...ignored }, { ...data, ...ignored }) === 0;
}

/** The component's copy of a WorkOS user, with a name to show; `null` until WorkOS's event is here. */
export async function getAuthUser(ctx: QueryCtx, workosUserId: string) {
  // As the component's own `getAuthUser` does, which is out of reach without a webhook secret.
  const user = await ctx.runQuery(lib.getAuthUser, { id: workosUserId });
  if (!user) return null;
  const { id, email, emailVerified } = user;
  return { id, email, emailVerified, name: displayName(user) };
}
