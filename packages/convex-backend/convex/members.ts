import type { OrganizationMembership } from "@workos-inc/node";
import { literals } from "convex-helpers/validators";
import { paginationOptsValidator, paginationResultValidator } from "convex/server";
import { v } from "convex/values";
import { roles, type Role } from "../roles";
import type { ActionCtx } from "./_generated/server";
import { orgAction, orgQuery } from "./functions";
import type { Member } from "./model/access";
import { refusal } from "./model/errors";
import { findByWorkosId } from "./model/lookups";
import { askWorkOS, saveAnswer } from "./model/workos";

export const vRole = literals(...(Object.keys(roles) as Role[]));

/** The active members of the organization, oldest first. */
export const list = orgQuery({
  args: { paginationOpts: paginationOptsValidator },
  returns: paginationResultValidator(
    v.object({
      membershipId: v.string(),
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
    const page = result.page.map(async ({ workosId: membershipId, workosUserId, role }) => {
      const user = await findByWorkosId(ctx, "users", workosUserId);
      const isYou = workosUserId === ctx.user.workosId;
      return { membershipId, name: user?.name ?? "", email: user?.email ?? "", role, isYou };
    });
    return { ...result, page: await Promise.all(page) };
  },
});

/** Gives a member another role. */
export const changeRole = orgAction({
  permission: "members:manage",
  args: { membershipId: v.string(), role: vRole },
  returns: v.null(),
  handler: async (ctx, { membershipId, role }): Promise<null> => {
    const member = await getMembership(ctx, membershipId);
    const isOwn = member.userId === ctx.user.workosId;
    if (isOwn && role !== member.role.slug) await requireSuccessor(member);
    const changed = await askWorkOS(({ userManagement }) =>
      userManagement.updateOrganizationMembership(member.id, { roleSlug: role }),
    );
    await saveAnswer(ctx, "organization_membership.updated", changed);
    return null;
  },
});

/** Removes a member. They lose access immediately. */
export const remove = orgAction({
  permission: "members:manage",
  args: { membershipId: v.string() },
  returns: v.null(),
  handler: async (ctx, { membershipId }): Promise<null> => {
    const member = await getMembership(ctx, membershipId);
    if (member.userId === ctx.user.workosId) await requireSuccessor(member);
    await removeMember(ctx, member);
    return null;
  },
});

/** @throws ConvexError unless the membership is of this organization: the id comes from a browser */
export async function getMembership(ctx: Member, id: string): Promise<OrganizationMembership> {
  const membership = await askWorkOS(({ userManagement }) =>
    userManagement.getOrganizationMembership(id),
  );
  if (membership.organizationId === ctx.organization.workosId) return membership;
  throw refusal("notFound", "That member is no longer there.");
}

/** @throws ConvexError if members would stay of whom none has this one's role */
export async function requireSuccessor(leaving: OrganizationMembership): Promise<void> {
  const { id, organizationId, role } = leaving;
  const members = await askWorkOS(async ({ userManagement }) =>
    (await userManagement.listOrganizationMemberships({ organizationId })).autoPagination(),
  );
  const others = members.filter((member) => member.id !== id);
  if (others.length > 0 && !others.some((other) => other.role.slug === role.slug)) {
    throw refusal("invalid", "Give another member your role first: nobody else has it.");
  }
}

export async function removeMember(ctx: ActionCtx, member: OrganizationMembership): Promise<void> {
  await askWorkOS(({ userManagement }) => userManagement.deleteOrganizationMembership(member.id));
  await saveAnswer(ctx, "organization_membership.deleted", member);
}
