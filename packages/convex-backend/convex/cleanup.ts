import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation } from "./_generated/server";
import { deleteRows, deleteSomeData } from "./model/deletion";

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * How long sign-in activity, invitations and tombstones are kept: far longer than WorkOS sends an
 * event again, and than a token is valid.
 */
const KEPT_DAYS = 90;

const AT_ONCE = 500;

/** Deletes the next batch of what belonged to a deleted user or organization. */
export const deleteMore = internalMutation({
  args: { tombstoneId: v.id("tombstones") },
  returns: v.null(),
  handler: async (ctx, { tombstoneId }) => {
    await deleteSomeData(ctx, tombstoneId);
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
      .take(AT_ONCE);
    for (const { _id } of unfinished) {
      await ctx.scheduler.runAfter(0, internal.cleanup.deleteMore, { tombstoneId: _id });
    }

    const before = Date.now() - KEPT_DAYS * DAY_MS;
    const tombstones = ctx.db
      .query("tombstones")
      .withIndex("by_hasDataLeft", (q) => q.eq("hasDataLeft", false).lt("_creationTime", before));
    const sessions = ctx.db
      .query("sessions")
      .withIndex("by_creation_time", (q) => q.lt("_creationTime", before));
    const invitations = ctx.db
      .query("invitations")
      .withIndex("by_creation_time", (q) => q.lt("_creationTime", before));
    const deleted = [
      await deleteRows(ctx, "tombstones", tombstones, AT_ONCE),
      await deleteRows(ctx, "sessions", sessions, AT_ONCE),
      await deleteRows(ctx, "invitations", invitations, AT_ONCE),
    ];
    if (deleted.includes(AT_ONCE)) await ctx.scheduler.runAfter(0, internal.cleanup.sweep, {});
    return null;
  },
});
