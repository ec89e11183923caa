import type { User } from "@workos-inc/node";
import type { MutationCtx } from "../_generated/server";
import { storableFields } from "./convexValues";
import { deleteUser, getTombstone, saveUser, type WorkOSUser } from "./users";
import { text, type WorkOSEvent } from "./workosEvents";

/**
 * Keeps the users table by an event, if it is about a user.
 *
 * @returns whether the component may hear of it: no news of somebody with a tombstone, as the
 *   component alone would bring them back
 */
export async function applyToUsers(ctx: MutationCtx, event: WorkOSEvent): Promise<boolean> {
  switch (event.event) {
    case "user.created":
    case "user.updated": {
      const user = userOf(event.data);
      await saveUser(ctx, user);
      return !(await getTombstone(ctx, user.id));
    }
    case "user.deleted":
      await deleteUser(ctx, userOf(event.data).id);
      return true;
    default:
      return true;
  }
}

/** What we use of the data of a `user.*` event. */
export function userOf(data: Record<string, unknown>): WorkOSUser {
  return {
    id: text(data.id) ?? "",
    email: text(data.email),
    name: text(data.name),
    firstName: text(data.firstName),
    lastName: text(data.lastName),
    updatedAt: text(data.updatedAt),
  };
}

/** What WorkOS's API says of a user, as the event that would have told us. */
export function eventOf(user: User): WorkOSEvent {
  return {
    // The component takes each id once.
    id: `${user.id}_${user.updatedAt}`,
    event: "user.updated",
    createdAt: user.updatedAt,
    data: storableFields(user),
  };
}

/** That WorkOS's API knows a user no more, as the event that would have told us. */
export function deletionOf(workosUserId: string): WorkOSEvent {
  return {
    id: `${workosUserId}_deleted`,
    event: "user.deleted",
    createdAt: "",
    data: { id: workosUserId },
  };
}
