import { AuthKit } from "@convex-dev/workos-authkit";
import { compareValues, v } from "convex/values";
import { components } from "../_generated/api";
import type { DataModel } from "../_generated/dataModel";
import { internalMutation, type MutationCtx } from "../_generated/server";
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
      if (!isHandled(event.event)) return null;
      await handlers[event.event](ctx, event as never);
      if (event.event.startsWith("user.")) await forwardToComponent(ctx, event);
      return null;
    },
  });
  return { authKitEvent };
}

/**
 * Has the component copy what our row has taken. It alone would bring a deleted user back, and of two
 * states with one `updatedAt` keep the first. What it refuses does not undo what the handlers did.
 */
async function forwardToComponent(ctx: MutationCtx, event: StoredEvent): Promise<void> {
  const { id, updatedAt } = event.data as { id: string; updatedAt: string };
  // It keeps the key for events that it would fetch itself, which it does not do here.
  const forward = (as: Partial<StoredEvent> = {}) =>
    ctx.runMutation(lib.onWebhookEvent, { apiKey: "", event: { ...event, ...as } });
  try {
    if (event.event !== "user.deleted") {
      const user = await findByWorkosId(ctx, "users", id);
      if (user?.asOf !== asOf(event)) return;
      const copy = await ctx.runQuery(lib.getAuthUser, { id });
      const isTaken = event.event === "user.updated" && copy && copy.updatedAt < updatedAt;
      const isSame =
        compareValues({ ...copy, object: null }, { ...event.data, object: null }) === 0;
      if (copy && !isTaken && !isSame) {
        await forward({ id: `${event.id}_forget`, event: "user.deleted" });
      }
    }
    await forward();
  } catch (error) {
    // Not the message: it quotes the values that did not fit, which are about a person.
    const kind = error instanceof Error ? error.name : typeof error;
    console.error(`The AuthKit component did not take ${event.event} ${event.id}: ${kind}.`);
  }
}
