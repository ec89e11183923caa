import type { User } from "@workos-inc/node";
import type { MutationCtx } from "../_generated/server";
import { forgetCopy } from "./component";
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
      const user = userOf(event);
      if (await saveUser(ctx, user)) await forgetCopy(ctx, event);
      return !(await getTombstone(ctx, user.id));
    }
    case "user.deleted":
      await deleteUser(ctx, userOf(event).id);
      return true;
    default:
      return true;
  }
}

/** What we use of a `user.*` event. */
export function userOf({ id, createdAt, data }: WorkOSEvent): WorkOSUser {
  return {
    id: text(data.id) ?? "",
    email: text(data.email),
    name: text(data.name),
    firstName: text(data.firstName),
    lastName: text(data.lastName),
    updatedAt: text(data.updatedAt),
    toldAt: `${createdAt} ${id}`,
  };
}

/** What WorkOS's API says of a user, as the event that would have told us when it was asked. */
export function eventOf(user: User, askedAt: number): WorkOSEvent {
  return {
    // The component takes each id once.
    id: `${user.id}_${askedAt}`,
    event: "user.updated",
    createdAt: new Date(askedAt).toISOString(),
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
