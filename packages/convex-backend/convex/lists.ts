import { literals } from "convex-helpers/validators";
import { v } from "convex/values";
import type { Doc } from "./_generated/dataModel";
import { query, type QueryCtx } from "./_generated/server";
import { userMutation } from "./functions";
import { getAccess, getMember, requireMember } from "./model/access";
import { refusal, typedText } from "./model/errors";
import { deleteList, requireList, todosOf } from "./model/todoLists";
import schema from "./schema";

const MAX_LISTS = 50;

const vOwner = literals("user", "organization");

/** The lists of the caller, or of the organization of their access token. Refuses nobody. */
export const list = query({
  args: { owner: vOwner },
  returns: v.array(schema.doc("lists").extend({ todos: v.array(schema.doc("todos")) })),
  handler: async (ctx, { owner }) => {
    const access = await getAccess(ctx);
    if ("refusal" in access) return [];
    const ownerId =
      owner === "user" ? access.user._id : (await getMember(ctx, access))?.organization._id;
    if (!ownerId) return [];
    const lists = await listsOf(ctx, ownerId);
    return await Promise.all(
      lists.map(async (list) => ({ ...list, todos: await todosOf(ctx, list._id) })),
    );
  },
});

/** Adds a list of the caller, or of the organization of their access token. */
export const create = userMutation({
  args: { owner: vOwner, name: v.string() },
  returns: v.id("lists"),
  handler: async (ctx, { owner, ...args }) => {
    const name = typedText(args.name, "a name");
    const ownerId =
      owner === "user" ? ctx.user._id : (await requireMember(ctx, ctx)).organization._id;
    if ((await listsOf(ctx, ownerId)).length === MAX_LISTS) {
      throw refusal("limit", `There are ${MAX_LISTS} lists already; delete one first.`);
    }
    return await ctx.db.insert("lists", { ownerId, name });
  },
});

/** Deletes a list and its to-dos. One of an organization takes a permission. */
export const remove = userMutation({
  args: { listId: v.id("lists") },
  returns: v.null(),
  handler: async (ctx, { listId }) => {
    const list = await requireList(ctx, listId);
    if (list.ownerId !== ctx.user._id) await requireMember(ctx, ctx, "lists:delete");
    await deleteList(ctx, list._id);
    return null;
  },
});

function listsOf(ctx: QueryCtx, ownerId: Doc<"lists">["ownerId"]) {
  return ctx.db
    .query("lists")
    .withIndex("by_ownerId", (q) => q.eq("ownerId", ownerId))
    .take(MAX_LISTS);
}
