import { v } from "convex/values";
import { internal } from "./_generated/api";
import type { Id, TableNames } from "./_generated/dataModel";
import { internalMutation, type MutationCtx } from "./_generated/server";
import { KEPT_MS } from "./model/rows";
import { deleteList } from "./model/todoLists";

const AT_ONCE = 500;

/** Deletes a batch of what belonged to a deleted user or organization, and schedules the next one. */
export const deleteBelongings = internalMutation({
  args: { tombstoneId: v.id("tombstones") },
  handler: async (ctx, { tombstoneId }) => {
    const tombstone = await ctx.db.get("tombstones", tombstoneId);
    if (!tombstone?.hasDataLeft) return;
    const { workosId, ownerId } = tombstone;
    // WorkOS's ids are unique across kinds: of a user, the indexes of organizations have nothing.
    const sessions = ctx.db
      .query("sessions")
      .withIndex("by_workosUserId_and_startedAt", (q) => q.eq("workosUserId", workosId));
    const memberships = ctx.db
      .query("memberships")
      .withIndex("by_workosUserId_and_workosOrganizationId", (q) => q.eq("workosUserId", workosId));
    const members = ctx.db
      .query("memberships")
      .withIndex("by_workosOrganizationId_and_status", (q) =>
        q.eq("workosOrganizationId", workosId),
      );
    const invitations = ctx.db
      .query("invitations")
      .withIndex("by_workosOrganizationId_and_createdAt", (q) =>
        q.eq("workosOrganizationId", workosId),
      );
    let room = AT_ONCE;
    room -= await deleteRows(ctx, "sessions", sessions, room);
    room -= await deleteRows(ctx, "memberships", memberships, room);
    room -= await deleteRows(ctx, "memberships", members, room);
    room -= await deleteRows(ctx, "invitations", invitations, room);
    if (ownerId) {
      const lists = ctx.db.query("lists").withIndex("by_ownerId", (q) => q.eq("ownerId", ownerId));
      for await (const { _id } of lists) {
        if (room === 0) break;
        room -= await deleteList(ctx, _id, room);
      }
    }
    if (room > 0) await ctx.db.patch("tombstones", tombstoneId, { hasDataLeft: false });
    else await ctx.scheduler.runAfter(0, internal.cleanup.deleteBelongings, { tombstoneId });
  },
});

/** Deletes what is past its time, and continues deletions that stopped halfway; by cron. */
export const sweep = internalMutation({
  args: {},
  handler: async (ctx) => {
    const unfinished = await ctx.db
      .query("tombstones")
      .withIndex("by_hasDataLeft", (q) => q.eq("hasDataLeft", true))
      .take(AT_ONCE);
    for (const { _id } of unfinished) {
      await ctx.scheduler.runAfter(0, internal.cleanup.deleteBelongings, { tombstoneId: _id });
    }
    const before = Date.now() - KEPT_MS;
    let room = AT_ONCE;
    for (const table of ["tombstones", "sessions", "invitations"] as const) {
      const old = ctx.db
        .query(table)
        .withIndex("by_creation_time", (q) => q.lt("_creationTime", before));
      room -= await deleteRows(ctx, table, old, room);
    }
    if (room === 0) await ctx.scheduler.runAfter(0, internal.cleanup.sweep);
  },
});

async function deleteRows<Table extends TableNames>(
  ctx: MutationCtx,
  table: Table,
  rows: { take(count: number): Promise<{ _id: Id<Table> }[]> },
  room: number,
): Promise<number> {
  const some = await rows.take(room);
  for (const { _id } of some) await ctx.db.delete(table, _id);
  return some.length;
}
