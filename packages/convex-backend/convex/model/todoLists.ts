import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { getMember, type Caller } from "./access";
import { refusal } from "./errors";

/** Most to-dos of a list: all of them are shown at once. */
export const MAX_TODOS = 200;

/** @throws ConvexError unless the list is the caller's, or of the organization of their access token */
export async function requireList(
  ctx: QueryCtx & Caller,
  listId: Id<"lists">,
): Promise<Doc<"lists">> {
  const list = await ctx.db.get("lists", listId);
  if (list?.ownerId === ctx.user._id) return list;
  const member = list && (await getMember(ctx, ctx));
  if (member && list.ownerId === member.organization._id) return list;
  throw refusal("notFound", "That list is no longer there.");
}

export function todosOf(ctx: QueryCtx, listId: Id<"lists">, count = MAX_TODOS) {
  return ctx.db
    .query("todos")
    .withIndex("by_listId", (q) => q.eq("listId", listId))
    .take(count);
}

/** Deletes to-dos, then the list, while there is room for more; returns how many documents. */
export async function deleteList(
  ctx: MutationCtx,
  listId: Id<"lists">,
  room = MAX_TODOS + 1,
): Promise<number> {
  const todos = await todosOf(ctx, listId, room);
  for (const { _id } of todos) await ctx.db.delete("todos", _id);
  if (todos.length === room) return room;
  await ctx.db.delete("lists", listId);
  return todos.length + 1;
}
