import { internal } from "../_generated/api";
import type { Id, TableNames } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { deleteList } from "./todoLists";
import { findByWorkosId } from "./lookups";
import { forgetLimits } from "./rateLimits";

/**
 * How long sign-in activity, invitations and tombstones are kept: far longer than WorkOS sends an
 * event again, and than a token is valid.
 */
export const KEPT_MS = 90 * 24 * 60 * 60 * 1000;

/** Most documents that one transaction deletes; the next ones follow in transactions of their own. */
export const DELETED_AT_ONCE = 500;

/** Deletes a user or an organization for good, and begins to delete what belongs to it. */
export async function deleteOwner(
  ctx: MutationCtx,
  table: "users" | "organizations",
  workosId: string,
): Promise<void> {
  if (await findByWorkosId(ctx, "tombstones", workosId)) return;
  const row = await findByWorkosId(ctx, table, workosId);
  if (row) await ctx.db.delete(table, row._id);
  const tombstone = { workosId, ownerId: row?._id, hasDataLeft: true };
  await deleteBelongings(ctx, await ctx.db.insert("tombstones", tombstone));
}

/** Deletes a batch of what belonged to a deleted user or organization, and schedules the next one. */
export async function deleteBelongings(
  ctx: MutationCtx,
  tombstoneId: Id<"tombstones">,
): Promise<void> {
  const tombstone = await ctx.db.get("tombstones", tombstoneId);
  if (!tombstone?.hasDataLeft) return;
  const { workosId, ownerId } = tombstone;
  await forgetLimits(ctx, workosId);
  // WorkOS's ids are unique across kinds: of a user, the indexes of organizations have nothing.
  const sessions = ctx.db
    .query("sessions")
    .withIndex("by_workosUserId_and_startedAt", (q) => q.eq("workosUserId", workosId));
  const memberships = ctx.db
    .query("memberships")
    .withIndex("by_workosUserId_and_workosOrganizationId", (q) => q.eq("workosUserId", workosId));
  const members = ctx.db
    .query("memberships")
    .withIndex("by_workosOrganizationId_and_status", (q) => q.eq("workosOrganizationId", workosId));
  const invitations = ctx.db
    .query("invitations")
    .withIndex("by_workosOrganizationId_and_createdAt", (q) =>
      q.eq("workosOrganizationId", workosId),
    );
  let room = DELETED_AT_ONCE;
  room -= await deleteRows(ctx, "sessions", sessions, room);
  room -= await deleteRows(ctx, "memberships", memberships, room);
  room -= await deleteRows(ctx, "memberships", members, room);
  room -= await deleteRows(ctx, "invitations", invitations, room);
  if (ownerId) {
    const lists = ctx.db.query("lists").withIndex("by_ownerId", (q) => q.eq("ownerId", ownerId));
    for await (const list of lists) {
      if (room === 0) break;
      room -= await deleteList(ctx, list._id, room);
    }
  }
  if (room > 0) {
    await ctx.db.patch("tombstones", tombstoneId, { hasDataLeft: false });
  } else {
    await ctx.scheduler.runAfter(0, internal.cleanup.deleteMore, { tombstoneId });
  }
}

/** @returns how many rows it deleted, at most as many as there is room for */
export async function deleteRows<Table extends TableNames>(
  ctx: MutationCtx,
  table: Table,
  rows: { take(count: number): Promise<{ _id: Id<Table> }[]> },
  room: number,
): Promise<number> {
  const some = await rows.take(room);
  for (const { _id } of some) await ctx.db.delete(table, _id);
  return some.length;
}
