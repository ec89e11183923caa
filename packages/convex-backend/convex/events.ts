import { v } from "convex/values";
import { internalMutation } from "./_generated/server";
import { tellComponent } from "./model/component";
import { saveEndedSession, saveStartedSession } from "./model/sessions";
import { applyToUsers } from "./model/userEvents";
import { sessionOf, vWorkOSEvent } from "./model/workosEvents";

/**
 * What WorkOS told us, in one transaction: first to our own tables, then to the component, which runs
 * the handlers in auth.ts.
 *
 * Our half takes events in any order, any number of times, and nothing that WorkOS may send makes it
 * throw: an event that always fails would be sent again for days.
 *
 * What then holds for the component's own users, which `getAuthUser` reads:
 *
 * - creation after an update: the row is the update's. The component keeps the late creation to
 *   itself, so `user.created` in auth.ts does not run for that person, and `user.updated` did.
 * - deletion before creation, and an update after the deletion: by itself, it brings them back.
 *   So applyToUsers does not let it hear of that.
 * - deletion of somebody whom it does not have: no row, and `user.deleted` in auth.ts does not run.
 * - an older update after a newer one, or the same event again: nothing changes or runs.
 * - what its schema refuses, such as an email address that is `null`, it does not have.
 *
 * So what must happen for each person cannot be left to those handlers.
 */
export const apply = internalMutation({
  args: { event: vWorkOSEvent },
  returns: v.null(),
  handler: async (ctx, { event }) => {
    if (!(await applyToUsers(ctx, event))) return null;
    switch (event.event) {
      case "session.created":
        await saveStartedSession(ctx, sessionOf(event.data));
        break;
      case "session.revoked":
        await saveEndedSession(ctx, sessionOf(event.data));
        break;
      default:
        // Nothing of ours; a handler in auth.ts may want it.
        break;
    }
    await tellComponent(ctx, event);
    return null;
  },
});
