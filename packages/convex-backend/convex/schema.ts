import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { usersTables } from "./model/usersTables";

/** What a sign-up rule does; model/signUpRules.ts says how they add up. */
export const vRuleKind = v.union(
  v.literal("blockedDomain"),
  v.literal("blockedPerson"),
  v.literal("allowedDomain"),
  v.literal("invitationOnly"),
);

export default defineSchema({
  ...usersTables,

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

  /** Who may sign up and in, beside `BLOCKED_EMAIL_DOMAINS`. An app admin keeps them. */
  signUpRules: defineTable({
    kind: vRuleKind,
    /** A domain; for a person an email address or a WorkOS user id; empty for invitationOnly. */
    value: v.string(),
    /** The WorkOS user id of the person whom people.ts blocks with it: unblocking goes by that. */
    blockedUserId: v.optional(v.string()),
  })
    .index("by_kind_and_value", ["kind", "value"])
    .index("by_blockedUserId_and_value", ["blockedUserId", "value"]),

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
