import { v } from "convex/values";
import { query } from "./_generated/server";
import { orgAction } from "./functions";
import { vRole } from "./members";
import { getAccess, getMember } from "./model/access";
import { refusal } from "./model/errors";
import { normalizeEmail } from "./model/signUpRules";
import { askWorkOS, saveAnswer } from "./model/workos";
import schema from "./schema";

/** The newest invitations to the organization, for those who may manage members. Refuses nobody. */
export const list = query({
  args: {},
  returns: v.array(schema.doc("invitations")),
  handler: async (ctx) => {
    const member = await getMember(ctx, await getAccess(ctx));
    if (!member?.permissions.includes("members:manage")) return [];
    const invitations = await ctx.db
      .query("invitations")
      .withIndex("by_workosOrganizationId_and_createdAt", (q) =>
        q.eq("workosOrganizationId", member.organization.workosId),
      )
      .order("desc")
      .take(50);
    // WorkOS sends no event when an invitation expires.
    return invitations.map((invitation) =>
      invitation.state === "pending" && invitation.expiresAt < Date.now()
        ? { ...invitation, state: "expired" as const }
        : invitation,
    );
  },
});

/** Has WorkOS send an invitation by email. */
export const send = orgAction({
  permission: "members:manage",
  args: { email: v.string(), role: vRole },
  returns: v.null(),
  handler: async (ctx, { role, ...args }): Promise<null> => {
    const email = normalizeEmail(args.email);
    if (email === null) throw refusal("invalid", "Type an email address.");
    const invitation = await askWorkOS(({ userManagement }) =>
      userManagement.sendInvitation({
        email,
        organizationId: ctx.organization.workosId,
        inviterUserId: ctx.user.workosId,
        roleSlug: role,
      }),
    );
    await saveAnswer(ctx, "invitation.created", invitation);
    return null;
  },
});

/** Revokes an invitation, so that its link no longer works. */
export const revoke = orgAction({
  permission: "members:manage",
  args: { invitationId: v.string() },
  returns: v.null(),
  handler: async (ctx, { invitationId }): Promise<null> => {
    const { id, organizationId } = await askWorkOS(({ userManagement }) =>
      userManagement.getInvitation(invitationId),
    );
    // The id comes from a browser: it may be of another organization.
    if (organizationId !== ctx.organization.workosId) {
      throw refusal("notFound", "That invitation is no longer there.");
    }
    const revoked = await askWorkOS(({ userManagement }) => userManagement.revokeInvitation(id));
    await saveAnswer(ctx, "invitation.revoked", revoked);
    return null;
  },
});
