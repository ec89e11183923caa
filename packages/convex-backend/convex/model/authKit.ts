import { AuthKit } from "@convex-dev/workos-authkit";
import { compareValues, v } from "convex/values";
import { components } from "../_generated/api";
import type { DataModel } from "../_generated/dataModel";
import { internalMutation, type MutationCtx, type QueryCtx } from "../_generated/server";
import { isHandled, vEvent, type EventOf, type EventType } from "./events";
import { findByWorkosId } from "./lookups";
import { asOf } from "./rows";

const { lib } = components.workOSAuthKit;

type StoredEvent = typeof vEvent.type;
type Handlers = {
  [Type in EventType]: (ctx: MutationCtx, event: EventOf<Type>) => Promise<unknown>;
};

/**
 * The component's client. Its constructor throws until the deployment has an API key and a webhook
 * secret, which WorkOS shows only after the first push; these methods need neither.
 *
 * `events` is our own: the component keeps some events from the handlers (decision 0005).
 */
export function createAuthKit() {
  const client = Object.create(AuthKit.prototype, {
    component: { value: components.workOSAuthKit },
  }) as Pick<AuthKit<DataModel>, "component" | "getAuthUser" | "actions">;
  return Object.assign(client, { events });
}

/** The mutation that gets each verified event: it runs the handler, then the component has it. */
function events(handlers: Handlers) {
  const authKitEvent = internalMutation({
    args: vEvent,
    returns: v.null(),
    handler: async (ctx, event) => {
      if (isHandled(event.event)) await handlers[event.event](ctx, event as never);
      if (event.event.startsWith("user.")) await forwardToComponent(ctx, event);
      return null;
    },
  });
  return { authKitEvent };
}

/** Has the component keep its copy of the user. What it refuses does not undo what the handlers did. */
async function forwardToComponent(ctx: MutationCtx, event: StoredEvent): Promise<void> {
  if (event.event === "user.created" || event.event === "user.updated") {
    const user = await findByWorkosId(ctx, "users", event.data.id as string);
    // The component alone would bring a deleted user back.
    if (!user) return;
    if (user.asOf === asOf(event)) await forgetOutdatedCopy(ctx, event);
  }
  try {
    // It keeps the key for events that it would fetch itself, which it does not do here.
    await ctx.runMutation(lib.onWebhookEvent, { apiKey: "", event });
  } catch (error) {
    // Not the message: it quotes the values that did not fit, which are about a person.
    const kind = error instanceof Error ? error.name : typeof error;
    console.error(`The AuthKit component did not take ${event.event} ${event.id}: ${kind}.`);
  }
}

/** Of two events with one `updatedAt` the component keeps the first that arrives, and we the later. */
async function forgetOutdatedCopy(ctx: MutationCtx, event: StoredEvent): Promise<void> {
  const { id, updatedAt } = event.data as { id: string; updatedAt: string };
  const copy = await ctx.runQuery(lib.getAuthUser, { id });
  if (!copy || isSameUser(copy, event.data)) return;
  if (event.event === "user.updated" && copy.updatedAt < updatedAt) return;
  const forget = { ...event, id: `${event.id}_forget`, event: "user.deleted" };
  await ctx.runMutation(lib.onWebhookEvent, { apiKey: "", event: forget });
}

export async function isCopied(ctx: QueryCtx, data: StoredEvent["data"]): Promise<boolean> {
  const copy = await ctx.runQuery(lib.getAuthUser, { id: data.id as string });
  return copy !== null && isSameUser(copy, data);
}

/** But for the last sign-in, which changes without `updatedAt`. */
function isSameUser(copy: StoredEvent["data"], data: StoredEvent["data"]): boolean {
  const ignored = { object: null, lastSignInAt: null };
  return compareValues({ ...copy, ...ignored }, { ...data, ...ignored }) === 0;
}
