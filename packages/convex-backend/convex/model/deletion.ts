import { internal } from "../_generated/api";
import type { Doc, Id, TableNames } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { forgetLimits } from "./rateLimits";

/** Most documents that one transaction deletes; the next ones follow in transactions of their own. */
const DELETED_AT_ONCE = 500;

/** The tombstone of a user, an organization or a membership that was deleted at WorkOS. */
export function getTombstone(ctx: QueryCtx, workosId: string): Promise<Doc<"tombstones"> | null> {
  return ctx.db
    .query("tombstones")
    .withIndex("by_workosId", (q) => q.eq("workosId", workosId))
    .unique();
}

/** Leaves a tombstone for a user or an organization, and begins to delete what belongs to it. */
export async function deleteData(
  ctx: MutationCtx,
  workosId: string,
  ownerId?: Doc<"tombstones">["ownerId"],
): Promise<void> {
  const tombstone = { workosId, ownerId, hasDataLeft: true };
  await deleteSomeData(ctx, await ctx.db.insert("tombstones", tombstone));
}

/** Deletes a batch of what belonged to a deleted user or organization, and schedules the next one. */
export async function deleteSomeData(
  ctx: MutationCtx,
  tombstoneId: Id<"tombstones">,
): Promise<void> {
  const tombstone = await ctx.db.get("tombstones", tombstoneId);
  if (!tombstone?.hasDataLeft) return;
  const { workosId, ownerId } = tombstone;
  await forgetLimits(ctx, workosId);
  // WorkOS's ids are unique across kinds: of a user, the indexes of organizations have nothing.
  let room = DELETED_AT_ONCE;
  const sessions = ctx.db
    .query("sessions")
    .withIndex("by_workosUserId_and_startedAt", (q) => q.eq("workosUserId", workosId));
  room -= await deleteRows(ctx, "sessions", sessions, room);
  const memberships = ctx.db
    .query("memberships")
    .withIndex("by_workosUserId_and_workosOrganizationId", (q) => q.eq("workosUserId", workosId));
  room -= await deleteRows(ctx, "memberships", memberships, room);
  const members = ctx.db
    .query("memberships")
    .withIndex("by_workosOrganizationId_and_status", (q) => q.eq("workosOrganizationId", workosId));
  room -= await deleteRows(ctx, "memberships", members, room);
  const invitations = ctx.db
    .query("invitations")
    .withIndex("by_workosOrganizationId_and_createdAt", (q) =>
      q.eq("workosOrganizationId", workosId),
    );
  room -= await deleteRows(ctx, "invitations", invitations, room);
  if (ownerId) room -= await deleteSomeLists(ctx, ownerId, room);
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

/** @returns how many documents it deleted, to-dos included, at most as many as there is room for */
async function deleteSomeLists(
  ctx: MutationCtx,
  ownerId: Doc<"lists">["ownerId"],
  room: number,
): Promise<number> {
  let deleted = 0;
  const lists = ctx.db.query("lists").withIndex("by_ownerId", (q) => q.eq("ownerId", ownerId));
  for await (const list of lists) {
    // A list goes after its to-dos, which nothing else leads to.
    const todos = ctx.db.query("todos").withIndex("by_listId", (q) => q.eq("listId", list._id));
    deleted += await deleteRows(ctx, "todos", todos, room - deleted);
    if (deleted === room) break;
    await ctx.db.delete("lists", list._id);
    deleted += 1;
    if (deleted === room) break;
  }
  return deleted;
}
