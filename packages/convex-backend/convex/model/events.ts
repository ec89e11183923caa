import type { Event } from "@workos-inc/node";
import { v } from "convex/values";
import { webhookEvents } from "../../webhookEvents";
import { storableFields, textIn } from "./convexValues";
import { RefusedRequest } from "./errors";
import { isObject } from "./signedRequests";

export type EventType = (typeof webhookEvents)[number];

export type EventOf<Type extends Event["event"]> = Extract<Event, { event: Type }>;

/** An event as one function hands it to another: WorkOS's, in the SDK's spelling, of any type. */
export const vEvent = v.object({
  id: v.string(),
  createdAt: v.string(),
  event: v.string(),
  data: v.record(v.string(), v.any()),
});

/** The ids, beside its own, without which an event is about nothing. */
const neededIds: Record<string, string[]> = {
  session: ["userId"],
  organization_membership: ["userId", "organizationId"],
};

export function isHandled(type: string): type is EventType {
  return (webhookEvents as readonly string[]).includes(type);
}

/**
 * A verified event as Convex can hold it. WorkOS sends an event that fails for days, so nothing is
 * refused but an event about nothing; what reads its `data` has to expect anything there.
 */
export function readEvent({ id, event, createdAt, data }: Event): typeof vEvent.type {
  if (!textIn(id) || !textIn(event) || !isObject(data))
    throw new RefusedRequest(400, "The event lacks an id, a type or data.");
  const fields = storableFields(data);
  if (isHandled(event)) {
    const needed = ["id", ...(neededIds[event.split(".")[0]!] ?? [])];
    const missing = needed.find((name) => !textIn(fields[name]));
    if (missing) throw new RefusedRequest(400, `The event lacks ${missing}.`);
  }
  return { id: textIn(id), event: textIn(event), createdAt: textIn(createdAt), data: fields };
}

/** What WorkOS's API says of an object, as the event that would have told us. */
export function eventOf(
  event: EventType,
  data: { id: string } & object,
  at = new Date(),
): typeof vEvent.type {
  // The component takes each id once.
  const id = `${data.id}_${at.getTime()}`;
  return readEvent({ id, event, createdAt: at.toISOString(), data } as unknown as Event);
}
