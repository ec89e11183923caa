import { ConvexError, v } from "convex/values";
import { mutation, query } from "./_generated/server";
import { createList, deleteList, MAX_TODOS, requireList, typedText } from "./model/lists";
import { getUser, requireUser } from "./model/users";
import schema from "./schema";

const MAX_LISTS = 50;

const listDoc = schema.tables.lists.validator.extend({
  _id: v.id("lists"),
  _creationTime: v.number(),
});
const todoDoc = schema.tables.todos.validator.extend({
  _id: v.id("todos"),
  _creationTime: v.number(),
});

/** The signed-in person's lists with their to-dos, oldest first; none while the account is being set up. */
export const mine = query({
  args: {},
  returns: v.array(listDoc.extend({ todos: v.array(todoDoc) })),
  handler: async (ctx) => {
    const user = await getUser(ctx);
    if (!user) return [];
    const lists = await ctx.db
      .query("lists")
      .withIndex("by_ownerId", (q) => q.eq("ownerId", user._id))
      .take(MAX_LISTS);
    return await Promise.all(
      lists.map(async (list) => ({
        ...list,
        todos: await ctx.db
          .query("todos")
          .withIndex("by_listId", (q) => q.eq("listId", list._id))
          .take(MAX_TODOS),
      })),
    );
  },
});

export const create = mutation({
  args: { name: v.string() },
  returns: v.id("lists"),
  handler: async (ctx, args) => {
    const user = await requireUser(ctx);
    const name = typedText(args.name, "a name");
    const lists = await ctx.db
      .query("lists")
      .withIndex("by_ownerId", (q) => q.eq("ownerId", user._id))
      .take(MAX_LISTS);
    if (lists.length === MAX_LISTS) {
      throw new ConvexError(`You have ${MAX_LISTS} lists already; delete one first.`);
    }
    return await createList(ctx, user._id, name);
  },
});

export const remove = mutation({
  args: { listId: v.id("lists") },
  returns: v.null(),
  handler: async (ctx, { listId }) => {
    const user = await requireUser(ctx);
    const list = await requireList(ctx, user._id, listId);
    await deleteList(ctx, list._id);
    return null;
  },
});
