import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation } from "./_generated/server";

const DAY_MS = 24 * 60 * 60 * 1000;

/** How long sign-in activity is kept. */
const SESSION_DAYS = 90;

const DELETED_AT_ONCE = 500;

/** Deletes sign-in activity that is past its time; by cron. */
export const sweep = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const sessions = await ctx.db
      .query("sessions")
      .withIndex("by_creation_time", (q) =>
        q.lt("_creationTime", Date.now() - SESSION_DAYS * DAY_MS),
      )
      .take(DELETED_AT_ONCE);
    for (const session of sessions) {
      await ctx.db.delete("sessions", session._id);
    }
    if (sessions.length === DELETED_AT_ONCE) {
      await ctx.scheduler.runAfter(0, internal.retention.sweep, {});
    }
    return null;
  },
});
