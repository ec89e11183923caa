import type { Event, RoleResponse } from "@workos-inc/node";
import { v } from "convex/values";
import { webhookEvents } from "../../webhookEvents";
import { storableFields, wellFormed } from "./convexValues";
import { isObject, RefusedRequest } from "./signedRequests";

export type EventType = (typeof webhookEvents)[number];

export type EventOf<Type extends Event["event"]> = Extract<Event, { event: Type }>;

/** An event as one function hands it to another: WorkOS's, in the SDK's spelling, of any type. */
export const vEvent = v.object({
  id: v.string(),
  createdAt: v.string(),
  event: v.string(),
  data: v.record(v.string(), v.any()),
});

const NEEDED = Symbol();
/** The fields that we use, each a text: what it is when WorkOS sends something else. */
const fieldsOf: Record<string, Record<string, typeof NEEDED | "" | null>> = {
  user: { id: NEEDED, email: "", name: null, firstName: null, lastName: null, updatedAt: "" },
  session: {
    ...{ id: NEEDED, userId: NEEDED, ipAddress: null, userAgent: null, authMethod: null },
    ...{ createdAt: "", endedAt: null },
  },
  organization: { id: NEEDED, name: "", updatedAt: "" },
  organization_membership: {
    ...{ id: NEEDED, userId: NEEDED, organizationId: NEEDED, organizationName: "", status: "" },
    ...{ createdAt: "", updatedAt: "" },
  },
  invitation: {
    ...{ id: NEEDED, organizationId: null, email: "", roleSlug: null, state: "" },
    ...{ createdAt: "", expiresAt: "", updatedAt: "" },
  },
};

export function isHandled(type: string): type is EventType {
  return (webhookEvents as readonly string[]).includes(type);
}

/**
 * A verified event as Convex can hold it, with the fields that we use as the SDK's types have them.
 * WorkOS sends an event that fails for days, so nothing is refused but an event about nothing.
 */
export function readEvent({ id, event, createdAt, data }: Event): typeof vEvent.type {
  if (![id, event].every(isText) || !isObject(data)) throw lacks("an id, a type or data");
  const fields = storableFields(data);
  if (isHandled(event)) {
    for (const [name, otherwise] of Object.entries(fieldsOf[event.split(".")[0]!]!)) {
      if (isText(fields[name])) continue;
      if (otherwise === NEEDED) throw lacks(name);
      fields[name] = otherwise;
    }
  }
  if (event.startsWith("organization_membership.")) {
    fields.role = readRole(fields.role);
    fields.roles = (Array.isArray(fields.roles) ? fields.roles : [fields.role]).map(readRole);
  }
  return {
    id: wellFormed(id),
    event: wellFormed(event),
    createdAt: wellFormed(isText(createdAt) ? createdAt : ""),
    data: fields,
  };
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

function readRole(role: unknown): RoleResponse {
  return { slug: isObject(role) && isText(role.slug) ? role.slug : "" };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function lacks(what: string): RefusedRequest {
  return new RefusedRequest(400, `The event lacks ${what}.`);
}
