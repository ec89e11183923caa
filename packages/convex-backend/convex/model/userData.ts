import { internal } from "../_generated/api";
import type { Id } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { forgetLimits } from "./rateLimits";

/** Most documents that one transaction deletes; the next ones follow in transactions of their own. */
const DELETED_AT_ONCE = 500;

/**
 * Deletes a batch of what a deleted person left, and schedules the next one. It can be called again at
 * any time: it goes by what is still there.
 */
export async function deleteSomeData(
  ctx: MutationCtx,
  tombstoneId: Id<"deletedUsers">,
): Promise<void> {
  const tombstone = await ctx.db.get("deletedUsers", tombstoneId);
  if (!tombstone?.hasDataLeft) return;
  await forgetLimits(ctx, tombstone.workosUserId);
  let room = DELETED_AT_ONCE;
  room -= await deleteSomeSessions(ctx, tombstone.workosUserId, room);
  if (tombstone.ownerId) room -= await deleteSomeLists(ctx, tombstone.ownerId, room);
  if (room > 0) {
    await ctx.db.patch("deletedUsers", tombstoneId, { hasDataLeft: false });
  } else {
    await ctx.scheduler.runAfter(0, internal.deletedUsers.deleteData, { tombstoneId });
  }
}

/** @returns how many documents it deleted, at most as many as there is room for */
async function deleteSomeSessions(
  ctx: MutationCtx,
  workosUserId: string,
  room: number,
): Promise<number> {
  const sessions = await ctx.db
    .query("sessions")
    .withIndex("by_workosUserId_and_startedAt", (q) => q.eq("workosUserId", workosUserId))
    .take(room);
  for (const session of sessions) {
    await ctx.db.delete("sessions", session._id);
  }
  return sessions.length;
}

/** @returns how many documents it deleted, to-dos included, at most as many as there is room for */
async function deleteSomeLists(
  ctx: MutationCtx,
  ownerId: Id<"users">,
  room: number,
): Promise<number> {
  let deleted = 0;
  const lists = ctx.db.query("lists").withIndex("by_ownerId", (q) => q.eq("ownerId", ownerId));
  for await (const list of lists) {
    // A list goes after its to-dos, which nothing else leads to.
    const todos = await ctx.db
      .query("todos")
      .withIndex("by_listId", (q) => q.eq("listId", list._id))
      .take(room - deleted);
    for (const todo of todos) {
      await ctx.db.delete("todos", todo._id);
    }
    deleted += todos.length;
    if (deleted === room) break;
    await ctx.db.delete("lists", list._id);
    deleted += 1;
    if (deleted === room) break;
  }
  return deleted;
}
