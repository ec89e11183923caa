import { defineTable } from "convex/server";
import { v } from "convex/values";

/** Our row for each WorkOS user, and what keeps the rows true; docs/users.md says how. */
export const usersTables = {
  users: defineTable({
    workosUserId: v.string(),
    email: v.string(),
    name: v.string(),
    /** WorkOS's `updated_at` of what we have, in milliseconds; not there before we have anything. */
    updatedAt: v.optional(v.number()),
    /** When WorkOS said so, and in which event: of two with one `updatedAt` the later one counts. */
    toldAt: v.optional(v.string()),
  }).index("by_workosUserId", ["workosUserId"]),

  /**
   * Tombstones: events come late and out of order, and access tokens outlive their user by minutes.
   * Neither must bring somebody back who was deleted.
   */
  deletedUsers: defineTable({
    workosUserId: v.string(),
    /** The row that they had, which their data still names. */
    ownerId: v.optional(v.id("users")),
    hasDataLeft: v.boolean(),
  })
    .index("by_workosUserId", ["workosUserId"])
    .index("by_hasDataLeft", ["hasDataLeft"]),

  /** How far reconcile.ts has come; one row. */
  reconciliation: defineTable({
    startedAt: v.number(),
    isFinished: v.boolean(),
    /** Where WorkOS's list goes on, and up to which WorkOS user id our rows are compared. */
    cursor: v.union(v.string(), v.null()),
    comparedTo: v.string(),
    saved: v.number(),
    removed: v.number(),
    notRemoved: v.number(),
  }),
};

/** A row of `users` as functions return it. */
export const userDoc = usersTables.users.validator.extend({
  _id: v.id("users"),
  _creationTime: v.number(),
});
