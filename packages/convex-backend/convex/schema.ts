import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  /** Our row for each WorkOS user, kept by the event handlers in auth.ts. */
  users: defineTable({
    workosUserId: v.string(),
    email: v.string(),
    name: v.string(),
  }).index("by_workosUserId", ["workosUserId"]),

  lists: defineTable({
    ownerId: v.id("users"),
    name: v.string(),
  }).index("by_ownerId", ["ownerId"]),

  todos: defineTable({
    listId: v.id("lists"),
    text: v.string(),
    done: v.boolean(),
  }).index("by_listId", ["listId"]),
});
