import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation } from "./_generated/server";
import { deleteSomeData } from "./model/userData";

const DAY_MS = 24 * 60 * 60 * 1000;

/** How long tombstones are kept: far longer than WorkOS repeats an event, and than a token lives. */
const TOMBSTONE_DAYS = 90;

const AT_ONCE = 500;

/** Deletes the next batch of what a deleted person left. */
export const deleteData = internalMutation({
  args: { tombstoneId: v.id("deletedUsers") },
  returns: v.null(),
  handler: async (ctx, { tombstoneId }) => {
    await deleteSomeData(ctx, tombstoneId);
    return null;
  },
});

/** Takes up deletions that stopped halfway, and deletes tombstones that are past their time; by cron. */
export const sweep = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const unfinished = await ctx.db
      .query("deletedUsers")
      .withIndex("by_hasDataLeft", (q) => q.eq("hasDataLeft", true))
      .take(AT_ONCE);
    for (const { _id } of unfinished) {
      await ctx.scheduler.runAfter(0, internal.deletedUsers.deleteData, { tombstoneId: _id });
    }

    const tombstones = await ctx.db
      .query("deletedUsers")
      .withIndex("by_hasDataLeft", (q) =>
        q.eq("hasDataLeft", false).lt("_creationTime", Date.now() - TOMBSTONE_DAYS * DAY_MS),
      )
      .take(AT_ONCE);
    for (const tombstone of tombstones) {
      await ctx.db.delete("deletedUsers", tombstone._id);
    }
    if (tombstones.length === AT_ONCE) {
      await ctx.scheduler.runAfter(0, internal.deletedUsers.sweep, {});
    }
    return null;
  },
});
