import type { Clock } from "../state/clock.ts";
import type { Collection, Emit } from "../state/collection.ts";
import { withoutToken } from "../state/objects.ts";
import type { ApiObject, Invitation, User, WorkosEvent } from "../state/objects.ts";

const keptEvents = 1_000;

/** An event, and whom it is about when it happened. */
export type EventRow = {
  id: string;
  event: WorkosEvent;
  userId: string | null;
  email: string | null;
  organizationId: string | null;
};

/** Records each event for `/events` and hands it to the webhooks. */
export function recordEvents(
  events: Collection<EventRow>,
  users: () => Collection<User>,
  clock: Clock,
  send: (row: EventRow) => void,
): Emit {
  return (type, object) => {
    const id = clock.newId("event");
    const data = object.object === "invitation" ? withoutToken(object as Invitation) : object;
    const about: ApiObject & { email?: string; user_id?: string; organization_id?: string | null } =
      object;
    const userId = object.object === "user" ? object.id : (about.user_id ?? null);
    const row: EventRow = {
      id,
      // A copy: what happens to the object later does not change the event.
      event: {
        object: "event",
        id,
        event: type,
        data: structuredClone(data),
        created_at: clock.iso(),
      },
      userId,
      email: about.email ?? users().get(userId)?.email ?? null,
      organizationId:
        object.object === "organization" ? object.id : (about.organization_id ?? null),
    };
    events.put(row);
    events.keepNewest(keptEvents);
    send(row);
  };
}
