import { v } from "convex/values";
import type { Doc, Id } from "./_generated/dataModel";
import type { QueryCtx } from "./_generated/server";
import { userMutation } from "./functions";
import type { Caller } from "./model/access";
import { refusal, typedText } from "./model/errors";
import { MAX_TODOS, requireList, todosOf } from "./model/todoLists";

/** Adds a to-do to a list. */
export const add = userMutation({
  args: { listId: v.id("lists"), text: v.string() },
  returns: v.id("todos"),
  handler: async (ctx, args) => {
    const list = await requireList(ctx, args.listId);
    const text = typedText(args.text, "a to-do");
    if ((await todosOf(ctx, list._id)).length === MAX_TODOS) {
      throw refusal("limit", `This list has ${MAX_TODOS} to-dos already; delete one first.`);
    }
    return await ctx.db.insert("todos", { listId: list._id, text, done: false });
  },
});

/** Checks a to-do off, or takes that back. */
export const setDone = userMutation({
  args: { todoId: v.id("todos"), done: v.boolean() },
  returns: v.null(),
  handler: async (ctx, { todoId, done }) => {
    const todo = await requireTodo(ctx, todoId);
    await ctx.db.patch("todos", todo._id, { done });
    return null;
  },
});

/** Deletes a to-do. */
export const remove = userMutation({
  args: { todoId: v.id("todos") },
  returns: v.null(),
  handler: async (ctx, { todoId }) => {
    const todo = await requireTodo(ctx, todoId);
    await ctx.db.delete("todos", todo._id);
    return null;
  },
});

async function requireTodo(ctx: QueryCtx & Caller, todoId: Id<"todos">): Promise<Doc<"todos">> {
  const todo = await ctx.db.get("todos", todoId);
  if (!todo) throw refusal("notFound", "That to-do is no longer there.");
  await requireList(ctx, todo.listId);
  return todo;
}
