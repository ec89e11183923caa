import { v } from "convex/values";
import { creatorRole } from "../roles";
import { query } from "./_generated/server";
import { orgAction, userAction } from "./functions";
import { getMembership, removeMember, requireSuccessor } from "./members";
import { getAccess, getMember } from "./model/access";
import { typedText } from "./model/errors";
import { findByWorkosId } from "./model/lookups";
import { askWorkOS, saveAnswer } from "./model/workos";

const vOrganization = v.object({
  organizationId: v.string(),
  name: v.string(),
  role: v.string(),
});

/** The organizations that the caller is an active member of, by name. Refuses nobody. */
export const mine = query({
  args: {},
  returns: v.array(vOrganization),
  handler: async (ctx) => {
    const access = await getAccess(ctx);
    if ("refusal" in access) return [];
    const memberships = await ctx.db
      .query("memberships")
      .withIndex("by_workosUserId_and_workosOrganizationId", (q) =>
        q.eq("workosUserId", access.user.workosId),
      )
      .take(100);
    const organizations = await Promise.all(
      memberships.map(async ({ workosOrganizationId, role, status }) => {
        const organization = await findByWorkosId(ctx, "organizations", workosOrganizationId);
        if (!organization || status !== "active") return [];
        return [{ organizationId: workosOrganizationId, name: organization.name, role }];
      }),
    );
    return organizations.flat().sort((a, b) => a.name.localeCompare(b.name));
  },
});

/** The organization of the access token, for its active members, and what the caller may do there. */
export const current = query({
  args: {},
  returns: v.nullable(
    vOrganization.extend({
      canManageMembers: v.boolean(),
      canDeleteLists: v.boolean(),
      /** The caller's role was changed: without a new access token they have no permissions. */
      needsNewToken: v.boolean(),
    }),
  ),
  handler: async (ctx) => {
    const member = await getMember(ctx, await getAccess(ctx));
    if (!member) return null;
    const { organization, membership, needsNewToken, permissions } = member;
    return {
      organizationId: organization.workosId,
      name: organization.name,
      role: membership.role,
      canManageMembers: permissions.includes("members:manage"),
      canDeleteLists: permissions.includes("lists:delete"),
      needsNewToken,
    };
  },
});

/** Creates an organization, of which the caller becomes the first member. */
export const create = userAction({
  args: { name: v.string() },
  returns: v.string(),
  handler: async (ctx, args): Promise<string> => {
    const name = typedText(args.name, "a name");
    const organization = await askWorkOS(({ organizations }) =>
      organizations.createOrganization({ name }),
    );
    const ids = { organizationId: organization.id, userId: ctx.user.workosId };
    const membership = await askWorkOS(({ userManagement }) =>
      userManagement.createOrganizationMembership({ ...ids, roleSlug: creatorRole }),
    ).catch(async (error) => {
      await askWorkOS((workos) => workos.organizations.deleteOrganization(organization.id));
      throw error;
    });
    await saveAnswer(ctx, "organization.created", organization);
    await saveAnswer(ctx, "organization_membership.created", membership);
    return organization.id;
  },
});

/** Leaves the organization that the access token is for. */
export const leave = orgAction({
  args: {},
  returns: v.null(),
  handler: async (ctx): Promise<null> => {
    const member = await getMembership(ctx, ctx.membership.workosId);
    if (ctx.permissions.includes("members:manage")) await requireSuccessor(member);
    await removeMember(ctx, member);
    return null;
  },
});
