import { paginationOptsValidator, paginationResultValidator } from "convex/server";
import { v } from "convex/values";
import { roles, type Role } from "../roles";
import { internal } from "./_generated/api";
import type { Doc, Id } from "./_generated/dataModel";
import { internalQuery, type ActionCtx, type QueryCtx } from "./_generated/server";
import { orgAction, orgQuery } from "./functions";
import { refusal } from "./model/errors";
import { eventOf } from "./model/events";
import { getUser } from "./model/users";
import { askWorkOS } from "./model/workos";
import schema from "./schema";

/** A role that a member can have. */
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
    const result = await membersOf(ctx.db, ctx.organization).paginate(paginationOpts);
    const page = result.page.map(async ({ _id, workosUserId, role }) => {
      const user = await getUser(ctx, workosUserId);
      const isYou = workosUserId === ctx.user.workosUserId;
      // The event of the user may be late.
      return { membershipId: _id, name: user?.name ?? "", email: user?.email ?? "", role, isYou };
    });
    return { ...result, page: await Promise.all(page) };
  },
});

const vTarget = { membershipId: v.id("memberships") };

/** Gives a member another role. */
export const changeRole = orgAction({
  permission: "members:manage",
  args: { ...vTarget, role: vRole },
  returns: v.null(),
  handler: async (ctx, { membershipId, role }): Promise<null> => {
    const member = await requireMembership(ctx, ctx.organization, membershipId);
    if (membershipId === ctx.membership._id && role !== member.role) {
      await requireSuccessor(ctx, ctx.membership);
    }
    const changed = await askWorkOS(({ userManagement }) =>
      userManagement.updateOrganizationMembership(member.workosMembershipId, { roleSlug: role }),
    );
    await ctx.runMutation(
      internal.auth.authKitEvent,
      eventOf("organization_membership.updated", changed),
    );
    return null;
  },
});

/** Removes a member. They lose access immediately. */
export const remove = orgAction({
  permission: "members:manage",
  args: vTarget,
  returns: v.null(),
  handler: async (ctx, { membershipId }): Promise<null> => {
    const member = await requireMembership(ctx, ctx.organization, membershipId);
    if (membershipId === ctx.membership._id) await requireSuccessor(ctx, member);
    await removeMember(ctx, member);
    return null;
  },
});

/** An active membership of an organization; for actions. */
export const find = internalQuery({
  args: { ...vTarget, workosOrganizationId: v.string() },
  returns: v.union(v.null(), schema.doc("memberships")),
  handler: async (ctx, { membershipId, workosOrganizationId }) => {
    const membership = await ctx.db.get("memberships", membershipId);
    const isMember =
      membership?.status === "active" && membership.workosOrganizationId === workosOrganizationId;
    return isMember ? membership : null;
  },
});

/** Whether other members stay, and whether one of them has this member's role; for actions. */
export const findOthers = internalQuery({
  args: { membership: schema.doc("memberships") },
  returns: v.object({ stay: v.boolean(), hasRole: v.boolean() }),
  handler: async (ctx, { membership }) => {
    const others = { stay: false, hasRole: false };
    for await (const { _id, role } of membersOf(ctx.db, membership)) {
      if (_id === membership._id) continue;
      others.stay = true;
      others.hasRole ||= role === membership.role;
      if (others.hasRole) break;
    }
    return others;
  },
});

/** @throws ConvexError unless the membership is of this organization: the id comes from a browser */
async function requireMembership(
  ctx: ActionCtx,
  { workosOrganizationId }: Doc<"organizations">,
  membershipId: Id<"memberships">,
): Promise<Doc<"memberships">> {
  const args = { membershipId, workosOrganizationId };
  const membership: Doc<"memberships"> | null = await ctx.runQuery(internal.members.find, args);
  if (membership) return membership;
  throw refusal("notFound", "That member is no longer there.");
}

/** @throws ConvexError if members would stay of whom none can do what this manager can */
export async function requireSuccessor(
  ctx: ActionCtx,
  membership: Doc<"memberships">,
): Promise<void> {
  const others: { stay: boolean; hasRole: boolean } = await ctx.runQuery(
    internal.members.findOthers,
    { membership },
  );
  if (others.stay && !others.hasRole) {
    throw refusal("invalid", "Give another member your role first: nobody else has it.");
  }
}

/** Deletes a membership at WorkOS, then here. */
export async function removeMember(ctx: ActionCtx, membership: Doc<"memberships">): Promise<void> {
  const { workosMembershipId: id } = membership;
  await askWorkOS(({ userManagement }) => userManagement.deleteOrganizationMembership(id));
  const { workosUserId: userId, workosOrganizationId: organizationId } = membership;
  const deleted = { id, userId, organizationId };
  await ctx.runMutation(
    internal.auth.authKitEvent,
    eventOf("organization_membership.deleted", deleted),
  );
}

function membersOf(db: QueryCtx["db"], organization: { workosOrganizationId: string }) {
  return db
    .query("memberships")
    .withIndex("by_workosOrganizationId_and_status", (q) =>
      q.eq("workosOrganizationId", organization.workosOrganizationId).eq("status", "active"),
    );
}
