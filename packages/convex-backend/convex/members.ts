import { paginationOptsValidator, paginationResultValidator } from "convex/server";
import { v } from "convex/values";
import { roles, type Role } from "../roles";
import { internal } from "./_generated/api";
import type { Doc, Id } from "./_generated/dataModel";
import { internalQuery, type ActionCtx, type QueryCtx } from "./_generated/server";
import { orgAction, orgQuery } from "./functions";
import { refusal } from "./model/errors";
import { findByWorkosId } from "./model/lookups";
import { askWorkOS, saveAnswer } from "./model/workos";
import schema from "./schema";

export const vRole = v.union(...(Object.keys(roles) as Role[]).map((role) => v.literal(role)));

/** The active members of the organization, oldest first. */
export const list = orgQuery({
  args: { paginationOpts: paginationOptsValidator },
  returns: paginationResultValidator(
    v.object({
      membershipId: v.id("memberships"),
      name: v.string(),
      email: v.string(),
      role: v.string(),
      isYou: v.boolean(),
    }),
  ),
  handler: async (ctx, { paginationOpts }) => {
    const result = await membersOf(ctx, ctx.organization.workosId).paginate(paginationOpts);
    const page = result.page.map(async ({ _id, workosUserId, role }) => {
      const user = await findByWorkosId(ctx, "users", workosUserId);
      const isYou = workosUserId === ctx.user.workosId;
      return { membershipId: _id, name: user?.name ?? "", email: user?.email ?? "", role, isYou };
    });
    return { ...result, page: await Promise.all(page) };
  },
});

/** Gives a member another role. */
export const changeRole = orgAction({
  permission: "members:manage",
  args: { membershipId: v.id("memberships"), role: vRole },
  returns: v.null(),
  handler: async (ctx, { membershipId, role }): Promise<null> => {
    const member = await requireMembership(ctx, ctx.organization, membershipId);
    if (membershipId === ctx.membership._id && role !== member.role) {
      await requireSuccessor(ctx, member);
    }
    const changed = await askWorkOS(({ userManagement }) =>
      userManagement.updateOrganizationMembership(member.workosId, { roleSlug: role }),
    );
    await saveAnswer(ctx, "organization_membership.updated", changed);
    return null;
  },
});

/** Removes a member. They lose access immediately. */
export const remove = orgAction({
  permission: "members:manage",
  args: { membershipId: v.id("memberships") },
  returns: v.null(),
  handler: async (ctx, { membershipId }): Promise<null> => {
    const member = await requireMembership(ctx, ctx.organization, membershipId);
    if (membershipId === ctx.membership._id) await requireSuccessor(ctx, member);
    await removeMember(ctx, member);
    return null;
  },
});

export const find = internalQuery({
  args: { membershipId: v.id("memberships"), organizationId: v.string() },
  handler: async (ctx, { membershipId, organizationId }) => {
    const membership = await ctx.db.get("memberships", membershipId);
    const isActive = membership?.status === "active";
    return isActive && membership.workosOrganizationId === organizationId ? membership : null;
  },
});

/** Whether members would stay of whom none has this member's role; for actions. */
export const isLastOfRole = internalQuery({
  args: { membership: schema.doc("memberships") },
  handler: async (ctx, { membership }) => {
    let othersStay = false;
    for await (const { _id, role } of membersOf(ctx, membership.workosOrganizationId)) {
      if (_id === membership._id) continue;
      if (role === membership.role) return false;
      othersStay = true;
    }
    return othersStay;
  },
});

/** @throws ConvexError unless the membership is of this organization: the id comes from a browser */
async function requireMembership(
  ctx: ActionCtx,
  organization: Doc<"organizations">,
  membershipId: Id<"memberships">,
): Promise<Doc<"memberships">> {
  const args = { membershipId, organizationId: organization.workosId };
  const membership: Doc<"memberships"> | null = await ctx.runQuery(internal.members.find, args);
  if (membership) return membership;
  throw refusal("notFound", "That member is no longer there.");
}

/** @throws ConvexError if members would stay of whom none can do what this manager can */
export async function requireSuccessor(
  ctx: ActionCtx,
  membership: Doc<"memberships">,
): Promise<void> {
  if (await ctx.runQuery(internal.members.isLastOfRole, { membership })) {
    throw refusal("invalid", "Give another member your role first: nobody else has it.");
  }
}

export async function removeMember(ctx: ActionCtx, membership: Doc<"memberships">): Promise<void> {
  const { workosId: id, workosUserId: userId, workosOrganizationId: organizationId } = membership;
  await askWorkOS(({ userManagement }) => userManagement.deleteOrganizationMembership(id));
  const deleted = { id, userId, organizationId };
  await saveAnswer(ctx, "organization_membership.deleted", deleted);
}

function membersOf(ctx: QueryCtx, organizationId: string) {
  return ctx.db
    .query("memberships")
    .withIndex("by_workosOrganizationId_and_status", (q) =>
      q.eq("workosOrganizationId", organizationId).eq("status", "active"),
    );
}
