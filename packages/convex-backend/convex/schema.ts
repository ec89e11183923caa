import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

/** What a sign-up rule does; model/signUpRules.ts says how they add up. */
export const vRuleKind = v.union(
  v.literal("blockedDomain"),
  v.literal("blockedPerson"),
  v.literal("allowedDomain"),
  v.literal("invitationOnly"),
);

/** An invitation's state, as WorkOS has it. */
export const vInvitationState = v.union(
  v.literal("pending"),
  v.literal("accepted"),
  v.literal("expired"),
  v.literal("revoked"),
);

/** Which state of a WorkOS object a row has, so that an older one does not replace it. */
const version = {
  /** WorkOS's `updated_at` in milliseconds. */
  updatedAt: v.number(),
  /** Of two states with one `updatedAt`, the one whose event was sent last counts: see model/versions.ts. */
  asOf: v.string(),
};
/** For rows that `ensureUser` or a membership makes before WorkOS's event arrives. */
const laterVersion = { updatedAt: v.optional(v.number()), asOf: v.optional(v.string()) };

export default defineSchema({
  users: defineTable({
    workosUserId: v.string(),
    email: v.string(),
    name: v.string(),
    ...laterVersion,
  })
    .index("by_workosUserId", ["workosUserId"])
    .searchIndex("search_email", { searchField: "email" }),

  organizations: defineTable({
    workosOrganizationId: v.string(),
    name: v.string(),
    ...laterVersion,
  }).index("by_workosOrganizationId", ["workosOrganizationId"]),

  /** One row for each user and organization: the latest membership that WorkOS has had for the two. */
  memberships: defineTable({
    workosMembershipId: v.string(),
    workosUserId: v.string(),
    workosOrganizationId: v.string(),
    status: v.string(),
    role: v.string(),
    /** All roles, sorted; WorkOS can give a member several. */
    roles: v.array(v.string()),
    createdAt: v.number(),
    ...version,
  })
    .index("by_workosUserId_and_workosOrganizationId", ["workosUserId", "workosOrganizationId"])
    .index("by_workosOrganizationId_and_workosMembershipId", [
      "workosOrganizationId",
      "workosMembershipId",
    ])
    .index("by_workosOrganizationId_and_status", ["workosOrganizationId", "status"])
    .index("by_workosMembershipId", ["workosMembershipId"]),

  invitations: defineTable({
    workosInvitationId: v.string(),
    workosOrganizationId: v.string(),
    email: v.string(),
    role: v.union(v.string(), v.null()),
    state: vInvitationState,
    createdAt: v.number(),
    expiresAt: v.number(),
    ...version,
  })
    .index("by_workosInvitationId", ["workosInvitationId"])
    .index("by_workosOrganizationId_and_createdAt", ["workosOrganizationId", "createdAt"]),

  /** Sign-in activity: a row for each AuthKit session, kept for 90 days. */
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

  /**
   * What was deleted at WorkOS. Late events, and access tokens that are still valid, must not bring it
   * back.
   */
  tombstones: defineTable({
    /** The WorkOS id of a user, an organization or a membership. */
    workosId: v.string(),
    /** The row that owned lists. */
    ownerId: v.optional(v.union(v.id("users"), v.id("organizations"))),
    hasDataLeft: v.boolean(),
  })
    .index("by_workosId", ["workosId"])
    .index("by_hasDataLeft", ["hasDataLeft"]),

  /** How far reconcile.ts has come; one row. */
  reconciliation: defineTable({
    startedAt: v.number(),
    isFinished: v.boolean(),
    /** What is being compared, of which organization, and where WorkOS's list goes on. */
    kind: v.union(v.literal("users"), v.literal("organizations"), v.literal("memberships")),
    organizationId: v.string(),
    cursor: v.union(v.string(), v.null()),
    /** Up to which WorkOS id our rows are compared. */
    comparedTo: v.string(),
    saved: v.number(),
    removed: v.number(),
    notRemoved: v.number(),
  }),

  /** Who may sign up and in, beside `BLOCKED_EMAIL_DOMAINS`. App admins keep them. */
  signUpRules: defineTable({
    kind: vRuleKind,
    /** A domain; for a person an email address or a WorkOS user id; empty for invitationOnly. */
    value: v.string(),
    /** The WorkOS user id of the user whom `admin.block` blocks with this rule. */
    blockedUserId: v.optional(v.string()),
  })
    .index("by_kind_and_value", ["kind", "value"])
    .index("by_blockedUserId_and_value", ["blockedUserId", "value"])
    .searchIndex("search_value", { searchField: "value", filterFields: ["kind"] }),

  lists: defineTable({
    ownerId: v.union(v.id("users"), v.id("organizations")),
    name: v.string(),
  }).index("by_ownerId", ["ownerId"]),

  todos: defineTable({
    listId: v.id("lists"),
    text: v.string(),
    done: v.boolean(),
  }).index("by_listId", ["listId"]),
});
