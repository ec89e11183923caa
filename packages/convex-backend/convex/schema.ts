import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

/** What a sign-up rule does; model/signUpRules.ts says how they add up. */
export const vRuleKind = v.union(
  v.literal("blockedDomain"),
  v.literal("blockedPerson"),
  v.literal("allowedDomain"),
  v.literal("invitationOnly"),
);

export default defineSchema({
  /** Our row for each WorkOS user, kept by events.ts. */
  users: defineTable({
    workosUserId: v.string(),
    email: v.string(),
    name: v.string(),
    /** WorkOS's `updated_at` of what we have, in milliseconds; not there before we have anything. */
    updatedAt: v.optional(v.number()),
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

  /** Sign-in activity: a row for each AuthKit session, kept by events.ts for a while. */
  sessions: defineTable({
    sessionId: v.string(),
    workosUserId: v.string(),
    startedAt: v.number(),
    endedAt: v.optional(v.number()),
    ipAddress: v.union(v.string(), v.null()),
    userAgent: v.union(v.string(), v.null()),
    authMethod: v.union(v.string(), v.null()),
  })
    .index("by_sessionId", ["sessionId"])
    .index("by_workosUserId_and_startedAt", ["workosUserId", "startedAt"]),

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

  /** Who may sign up and in, beside `BLOCKED_EMAIL_DOMAINS`. An app admin keeps them. */
  signUpRules: defineTable({
    kind: vRuleKind,
    /** A domain; for a person an email address or a WorkOS user id; empty for invitationOnly. */
    value: v.string(),
  }).index("by_kind_and_value", ["kind", "value"]),

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
