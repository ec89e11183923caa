import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation } from "./_generated/server";
import { deleteSomeData } from "./model/users";

const DAY_MS = 24 * 60 * 60 * 1000;

/** How long sign-in activity is kept. */
const SESSION_DAYS = 90;

/** How long tombstones are kept: far longer than WorkOS repeats an event, and than a token lives. */
const TOMBSTONE_DAYS = 90;

const DELETED_AT_ONCE = 500;

/** Deletes the next batch of what a deleted person left. */
export const deleteUserData = internalMutation({
  args: { tombstoneId: v.id("deletedUsers") },
  returns: v.null(),
  handler: async (ctx, { tombstoneId }) => {
    await deleteSomeData(ctx, tombstoneId);
    return null;
  },
});

/** Deletes what is past its time, and takes up deletions that stopped halfway; by cron. */
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

    const unfinished = await ctx.db
      .query("deletedUsers")
      .withIndex("by_hasDataLeft", (q) => q.eq("hasDataLeft", true))
      .take(DELETED_AT_ONCE);
    for (const { _id } of unfinished) {
      await ctx.scheduler.runAfter(0, internal.retention.deleteUserData, { tombstoneId: _id });
    }

    const tombstones = await ctx.db
      .query("deletedUsers")
      .withIndex("by_hasDataLeft", (q) =>
        q.eq("hasDataLeft", false).lt("_creationTime", Date.now() - TOMBSTONE_DAYS * DAY_MS),
      )
      .take(DELETED_AT_ONCE);
    for (const tombstone of tombstones) {
      await ctx.db.delete("deletedUsers", tombstone._id);
    }

    if (Math.max(sessions.length, tombstones.length) === DELETED_AT_ONCE) {
      await ctx.scheduler.runAfter(0, internal.retention.sweep, {});
    }
    return null;
  },
});
