import { ConvexError } from "convex/values";
import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";

/** Longest name of a list and longest text of a to-do, in characters. */
const MAX_LENGTH = 200;

/** Most to-dos of a list: all of them are shown at once. */
export const MAX_TODOS = 200;

/**
 * What a person typed, trimmed.
 *
 * @throws ConvexError when nothing is left of it, or it is longer than {@link MAX_LENGTH}
 */
export function typedText(text: string, what: string): string {
  const trimmed = text.trim();
  if (trimmed === "") {
    throw new ConvexError(`Type ${what} first.`);
  }
  if (trimmed.length > MAX_LENGTH) {
    throw new ConvexError(`Keep ${what} to ${MAX_LENGTH} characters.`);
  }
  return trimmed;
}

/** @throws ConvexError unless the list is there and belongs to this owner; one message for both */
export async function requireList(
  ctx: QueryCtx,
  ownerId: Id<"users">,
  listId: Id<"lists">,
): Promise<Doc<"lists">> {
  const list = await ctx.db.get("lists", listId);
  if (list?.ownerId !== ownerId) {
    throw new ConvexError("That list is no longer there.");
  }
  return list;
}

/** Makes an empty list. */
export async function createList(
  ctx: MutationCtx,
  ownerId: Id<"users">,
  name: string,
): Promise<Id<"lists">> {
  return await ctx.db.insert("lists", { ownerId, name });
}

/** Deletes a list and its to-dos. */
export async function deleteList(ctx: MutationCtx, listId: Id<"lists">): Promise<void> {
  const todos = ctx.db.query("todos").withIndex("by_listId", (q) => q.eq("listId", listId));
  for await (const todo of todos) {
    await ctx.db.delete("todos", todo._id);
  }
  await ctx.db.delete("lists", listId);
}
