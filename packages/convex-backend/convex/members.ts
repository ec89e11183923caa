import { literals } from "convex-helpers/validators";
import { paginationOptsValidator, paginationResultValidator } from "convex/server";
import { v } from "convex/values";
import { roles, type Role } from "../roles";
import { internal } from "./_generated/api";
import type { Doc } from "./_generated/dataModel";
import { internalQuery, type ActionCtx } from "./_generated/server";
import { orgAction, orgQuery } from "./functions";
import { refusal } from "./model/errors";
import { findByWorkosId } from "./model/lookups";
import { askWorkOS, saveAnswer } from "./model/workos";

export const vRole = literals(...(Object.keys(roles) as Role[]));

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
    const result = await ctx.db
      .query("memberships")
      .withIndex("by_workosOrganizationId_and_status", (q) =>
        q.eq("workosOrganizationId", ctx.organization.workosId).eq("status", "active"),
      )
      .paginate(paginationOpts);
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
    const args = { membershipId, organizationId: ctx.organization.workosId };
    const member: Doc<"memberships"> = await ctx.runQuery(internal.members.requireOne, args);
    if (membershipId === ctx.membership._id && role !== member.role) {
      await requireSuccessor(member);
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
    const args = { membershipId, organizationId: ctx.organization.workosId };
    const member: Doc<"memberships"> = await ctx.runQuery(internal.members.requireOne, args);
    if (membershipId === ctx.membership._id) await requireSuccessor(member);
    await removeMember(ctx, member);
    return null;
  },
});

/** @throws ConvexError unless the membership is of this organization: the id comes from a browser */
export const requireOne = internalQuery({
  args: { membershipId: v.id("memberships"), organizationId: v.string() },
  handler: async (ctx, { membershipId, organizationId }) => {
    const membership = await ctx.db.get("memberships", membershipId);
    const isActive = membership?.status === "active";
    if (isActive && membership.workosOrganizationId === organizationId) return membership;
    throw refusal("notFound", "That member is no longer there.");
  },
});

/** @throws ConvexError if members would stay of whom none has this one's role */
export async function requireSuccessor(membership: Doc<"memberships">): Promise<void> {
  const { workosOrganizationId: organizationId, workosId, role } = membership;
  const members = await askWorkOS(async ({ userManagement }) =>
    (await userManagement.listOrganizationMemberships({ organizationId })).autoPagination(),
  );
  const others = members.filter(({ id }) => id !== workosId);
  if (others.length > 0 && !others.some((other) => other.role.slug === role)) {
    throw refusal("invalid", "Give another member your role first: nobody else has it.");
  }
}

export async function removeMember(ctx: ActionCtx, membership: Doc<"memberships">): Promise<void> {
  const { workosId: id, workosUserId: userId, workosOrganizationId: organizationId } = membership;
  await askWorkOS(({ userManagement }) => userManagement.deleteOrganizationMembership(id));
  const deleted = { id, userId, organizationId };
  await saveAnswer(ctx, "organization_membership.deleted", deleted);
}
