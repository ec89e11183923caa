import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { getMember, type Caller } from "./access";
import { refusal } from "./errors";

/** A list belongs to a user or to an organization, by the id of its row. */
export type OwnerId = Doc<"lists">["ownerId"];

/** Longest name of a list or an organization and longest text of a to-do, in characters. */
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
  if (trimmed === "") throw refusal("invalid", `Type ${what} first.`);
  if (trimmed.length > MAX_LENGTH) {
    throw refusal("invalid", `Keep ${what} to ${MAX_LENGTH} characters.`);
  }
  return trimmed;
}

/**
 * A list that the caller may read and change: their own, or of the organization that their access
 * token is for.
 *
 * @throws ConvexError when there is none; one message for a list that is gone and for somebody else's
 */
export async function requireList(
  ctx: QueryCtx,
  caller: Caller,
  listId: Id<"lists">,
): Promise<Doc<"lists">> {
  const list = await ctx.db.get("lists", listId);
  if (list?.ownerId === caller.user._id) return list;
  const member = list && (await getMember(ctx, caller));
  if (member && list.ownerId === member.organization._id) return list;
  throw refusal("notFound", "That list is no longer there.");
}

/** Creates an empty list. */
export async function createList(
  ctx: MutationCtx,
  ownerId: OwnerId,
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
