import type { Event } from "@workos-inc/node";
import { v, type Infer } from "convex/values";
import { storableFields, wellFormed } from "./convexValues";
import { isObject, RefusedRequest } from "./signedRequests";
import type { WorkOSSession } from "./sessions";

/** An event as the component takes it: WorkOS's, in the SDK's spelling, of whatever type. */
export const vWorkOSEvent = v.object({
  id: v.string(),
  createdAt: v.string(),
  event: v.string(),
  data: v.record(v.string(), v.any()),
});

export type WorkOSEvent = Infer<typeof vWorkOSEvent>;

/**
 * An event that Convex can hold. WorkOS adds types and fields as it likes, and sends `null` for much;
 * all that we insist on is what the event is about.
 *
 * @throws RefusedRequest
 */
export function readEvent(event: Event): WorkOSEvent {
  const { id, event: type, createdAt, data } = event as Record<string, unknown> & Event;
  const isAbout = [id, type, ...(isObject(data) ? idsOf(type, data) : [undefined])];
  if (!isAbout.every((part) => typeof part === "string" && part !== "")) {
    throw new RefusedRequest(400, "The event lacks an id, a type or what it is about.");
  }
  return {
    id: wellFormed(id),
    event: wellFormed(type),
    createdAt: wellFormed(text(createdAt) ?? ""),
    data: storableFields(data),
  };
}

function idsOf(type: unknown, data: Record<string, unknown>): unknown[] {
  switch (type) {
    case "user.created":
    case "user.updated":
    case "user.deleted":
      return [data.id];
    case "session.created":
    case "session.revoked":
      return [data.id, data.userId];
    default:
      return [];
  }
}

/** What we use of the data of a `session.*` event. */
export function sessionOf(data: Record<string, unknown>): WorkOSSession {
  return {
    id: text(data.id) ?? "",
    userId: text(data.userId) ?? "",
    ipAddress: text(data.ipAddress),
    userAgent: text(data.userAgent),
    authMethod: text(data.authMethod),
    createdAt: text(data.createdAt),
    endedAt: text(data.endedAt),
  };
}

/** A field that is text; WorkOS may send anything. */
export function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
