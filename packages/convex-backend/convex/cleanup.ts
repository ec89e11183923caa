import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation } from "./_generated/server";
import { deleteBelongings, DELETED_AT_ONCE, deleteRows, KEPT_MS } from "./model/deletion";

/** Deletes the next batch of what belonged to a deleted user or organization. */
export const deleteMore = internalMutation({
  args: { tombstoneId: v.id("tombstones") },
  returns: v.null(),
  handler: async (ctx, { tombstoneId }) => {
    await deleteBelongings(ctx, tombstoneId);
    return null;
  },
});

/** Deletes what is past its time, and continues deletions that stopped halfway; by cron. */
export const sweep = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const unfinished = await ctx.db
      .query("tombstones")
      .withIndex("by_hasDataLeft", (q) => q.eq("hasDataLeft", true))
      .take(DELETED_AT_ONCE);
    for (const { _id } of unfinished) {
      await ctx.scheduler.runAfter(0, internal.cleanup.deleteMore, { tombstoneId: _id });
    }

    const before = Date.now() - KEPT_MS;
    const tombstones = ctx.db
      .query("tombstones")
      .withIndex("by_hasDataLeft", (q) => q.eq("hasDataLeft", false).lt("_creationTime", before));
    const sessions = ctx.db
      .query("sessions")
      .withIndex("by_creation_time", (q) => q.lt("_creationTime", before));
    const invitations = ctx.db
      .query("invitations")
      .withIndex("by_creation_time", (q) => q.lt("_creationTime", before));
    let room = DELETED_AT_ONCE;
    room -= await deleteRows(ctx, "tombstones", tombstones, room);
    room -= await deleteRows(ctx, "sessions", sessions, room);
    room -= await deleteRows(ctx, "invitations", invitations, room);
    if (room === 0) await ctx.scheduler.runAfter(0, internal.cleanup.sweep, {});
    return null;
  },
});
