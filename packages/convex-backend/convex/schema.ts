import { literals } from "convex-helpers/validators";
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export const vRuleKind = literals(
  "blockedDomain",
  "blockedPerson",
  "allowedDomain",
  "invitationOnly",
);

export const vInvitationState = literals("pending", "accepted", "expired", "revoked");

/** Which state of a WorkOS object a row has, so that an older one does not replace it. */
const version = {
  /** WorkOS's `updated_at` in milliseconds. */
  updatedAt: v.number(),
  /** When its event was sent: of two states with one `updatedAt`, the later counts. */
  asOf: v.string(),
};
/** For rows that are created before WorkOS's event arrives. */
const laterVersion = { updatedAt: v.optional(v.number()), asOf: v.optional(v.string()) };

// `workosId` is the id that WorkOS has for the object of a row.
export default defineSchema({
  users: defineTable({
    workosId: v.string(),
    email: v.string(),
    name: v.string(),
    ...laterVersion,
  })
    .index("by_workosId", ["workosId"])
    .searchIndex("search_email", { searchField: "email" }),

  organizations: defineTable({
    workosId: v.string(),
    name: v.string(),
    ...laterVersion,
  }).index("by_workosId", ["workosId"]),

  /** One row for each user and organization: the latest membership that WorkOS has had for the two. */
  memberships: defineTable({
    workosId: v.string(),
    workosUserId: v.string(),
    workosOrganizationId: v.string(),
    status: v.string(),
    role: v.string(),
    roles: v.array(v.string()),
    createdAt: v.number(),
    ...version,
  })
    .index("by_workosId", ["workosId"])
    .index("by_workosUserId_and_workosOrganizationId", ["workosUserId", "workosOrganizationId"])
    .index("by_workosOrganizationId_and_workosId", ["workosOrganizationId", "workosId"])
    .index("by_workosOrganizationId_and_status", ["workosOrganizationId", "status"]),

  invitations: defineTable({
    workosId: v.string(),
    workosOrganizationId: v.string(),
    email: v.string(),
    role: v.nullable(v.string()),
    state: vInvitationState,
    createdAt: v.number(),
    expiresAt: v.number(),
    ...version,
  })
    .index("by_workosId", ["workosId"])
    .index("by_workosOrganizationId_and_createdAt", ["workosOrganizationId", "createdAt"]),

  /** Sign-in activity: a row for each AuthKit session, kept for 90 days. */
  sessions: defineTable({
    sessionId: v.string(),
    workosUserId: v.string(),
    startedAt: v.number(),
    endedAt: v.nullable(v.number()),
    ipAddress: v.nullable(v.string()),
    userAgent: v.nullable(v.string()),
    authMethod: v.nullable(v.string()),
  })
    .index("by_sessionId", ["sessionId"])
    .index("by_workosUserId_and_startedAt", ["workosUserId", "startedAt"]),

  /** What was deleted at WorkOS. Late events and valid access tokens must not bring it back. */
  tombstones: defineTable({
    workosId: v.string(),
    /** The row that owned lists. */
    ownerId: v.optional(v.union(v.id("users"), v.id("organizations"))),
    hasDataLeft: v.boolean(),
  })
    .index("by_workosId", ["workosId"])
    .index("by_hasDataLeft", ["hasDataLeft"]),

  /** Who may sign up and in, beside `BLOCKED_EMAIL_DOMAINS`. */
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
