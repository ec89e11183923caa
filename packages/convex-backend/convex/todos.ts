import { ConvexError, v } from "convex/values";
import type { Doc, Id } from "./_generated/dataModel";
import { mutation, type QueryCtx } from "./_generated/server";
import { MAX_TODOS, requireList, typedText } from "./model/lists";
import { requireUser } from "./model/users";

export const add = mutation({
  args: { listId: v.id("lists"), text: v.string() },
  returns: v.id("todos"),
  handler: async (ctx, args) => {
    const user = await requireUser(ctx);
    const list = await requireList(ctx, user._id, args.listId);
    const text = typedText(args.text, "a to-do");
    const todos = await ctx.db
      .query("todos")
      .withIndex("by_listId", (q) => q.eq("listId", list._id))
      .take(MAX_TODOS);
    if (todos.length === MAX_TODOS) {
      throw new ConvexError(`This list has ${MAX_TODOS} to-dos already; delete one first.`);
    }
    return await ctx.db.insert("todos", { listId: list._id, text, done: false });
  },
});

export const setDone = mutation({
  args: { todoId: v.id("todos"), done: v.boolean() },
  returns: v.null(),
  handler: async (ctx, { todoId, done }) => {
    const todo = await requireTodo(ctx, todoId);
    await ctx.db.patch("todos", todo._id, { done });
    return null;
  },
});

export const remove = mutation({
  args: { todoId: v.id("todos") },
  returns: v.null(),
  handler: async (ctx, { todoId }) => {
    const todo = await requireTodo(ctx, todoId);
    await ctx.db.delete("todos", todo._id);
    return null;
  },
});

/** A to-do in one of the signed-in person's lists. */
async function requireTodo(ctx: QueryCtx, todoId: Id<"todos">): Promise<Doc<"todos">> {
  const user = await requireUser(ctx);
  const todo = await ctx.db.get("todos", todoId);
  if (!todo) {
    throw new ConvexError("That to-do is no longer there.");
  }
  await requireList(ctx, user._id, todo.listId);
  return todo;
}
