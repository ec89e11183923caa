import { ConvexError, v } from "convex/values";
import { query } from "./_generated/server";
import { userMutation } from "./functions";
import { createList, deleteList, MAX_TODOS, requireList, typedText } from "./model/lists";
import { standingOf } from "./model/standing";
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

/**
 * The signed-in person's lists with their to-dos, oldest first. It refuses nobody, because the page
 * shows it whatever standingOf says: whoever is refused has no lists.
 */
export const mine = query({
  args: {},
  returns: v.array(listDoc.extend({ todos: v.array(todoDoc) })),
  handler: async (ctx) => {
    const standing = await standingOf(ctx);
    if ("refusal" in standing) return [];
    const lists = await ctx.db
      .query("lists")
      .withIndex("by_ownerId", (q) => q.eq("ownerId", standing.user._id))
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

/** Adds a list of the signed-in person. */
export const create = userMutation({
  args: { name: v.string() },
  returns: v.id("lists"),
  handler: async (ctx, args) => {
    const name = typedText(args.name, "a name");
    const lists = await ctx.db
      .query("lists")
      .withIndex("by_ownerId", (q) => q.eq("ownerId", ctx.user._id))
      .take(MAX_LISTS);
    if (lists.length === MAX_LISTS) {
      throw new ConvexError(`You have ${MAX_LISTS} lists already; delete one first.`);
    }
    return await createList(ctx, ctx.user._id, name);
  },
});

/** Deletes one of the signed-in person's lists, and its to-dos. */
export const remove = userMutation({
  args: { listId: v.id("lists") },
  returns: v.null(),
  handler: async (ctx, { listId }) => {
    const list = await requireList(ctx, ctx.user._id, listId);
    await deleteList(ctx, list._id);
    return null;
  },
});
