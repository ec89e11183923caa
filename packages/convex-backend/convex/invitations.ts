import type { Invitation } from "@workos-inc/node";
import { v } from "convex/values";
import { internal } from "./_generated/api";
import type { Doc } from "./_generated/dataModel";
import { internalQuery, query, type ActionCtx } from "./_generated/server";
import { orgAction } from "./functions";
import { vRole } from "./members";
import { getAccess, getMember } from "./model/access";
import { refusal } from "./model/errors";
import { eventOf, type EventType } from "./model/events";
import { normalizeEmail } from "./model/signUpRules";
import { askWorkOS } from "./model/workos";
import schema, { vInvitationState } from "./schema";

const SHOWN = 50;

/**
 * The newest invitations to the organization that the access token is for. Refuses nobody: callers who
 * may not manage members get none.
 */
export const list = query({
  args: {},
  returns: v.array(
    v.object({
      invitationId: v.id("invitations"),
      email: v.string(),
      role: v.union(v.string(), v.null()),
      state: vInvitationState,
      expiresAt: v.number(),
      createdAt: v.number(),
    }),
  ),
  handler: async (ctx) => {
    const access = await getAccess(ctx);
    const member = "refusal" in access ? null : await getMember(ctx, access);
    if (!member?.permissions.includes("members:manage")) return [];
    const invitations = await ctx.db
      .query("invitations")
      .withIndex("by_workosOrganizationId_and_createdAt", (q) =>
        q.eq("workosOrganizationId", member.organization.workosOrganizationId),
      )
      .order("desc")
      .take(SHOWN);
    return invitations.map(({ _id, email, role, state, expiresAt, createdAt }) => {
      // WorkOS sends no event when an invitation expires.
      const isExpired = state === "pending" && expiresAt < Date.now();
      const shown = isExpired ? ("expired" as const) : state;
      return { invitationId: _id, email, role, state: shown, expiresAt, createdAt };
    });
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
        organizationId: ctx.organization.workosOrganizationId,
        inviterUserId: ctx.user.workosUserId,
        roleSlug: role,
      }),
    );
    await save(ctx, "invitation.created", invitation);
    return null;
  },
});

/** Revokes an invitation, so that its link no longer works. */
export const revoke = orgAction({
  permission: "members:manage",
  args: { invitationId: v.id("invitations") },
  returns: v.null(),
  handler: async (ctx, { invitationId }): Promise<null> => {
    const { workosOrganizationId } = ctx.organization;
    const found: Doc<"invitations"> | null = await ctx.runQuery(internal.invitations.find, {
      invitationId,
      workosOrganizationId,
    });
    if (!found) throw refusal("notFound", "That invitation is no longer there.");
    const revoked = await askWorkOS(({ userManagement }) =>
      userManagement.revokeInvitation(found.workosInvitationId),
    );
    await save(ctx, "invitation.revoked", revoked);
    return null;
  },
});

/** An invitation to an organization; for actions. */
export const find = internalQuery({
  args: { invitationId: v.id("invitations"), workosOrganizationId: v.string() },
  returns: v.union(v.null(), schema.doc("invitations")),
  handler: async (ctx, { invitationId, workosOrganizationId }) => {
    const invitation = await ctx.db.get("invitations", invitationId);
    return invitation?.workosOrganizationId === workosOrganizationId ? invitation : null;
  },
});

async function save(ctx: ActionCtx, type: EventType, invitation: Invitation): Promise<void> {
  // A person who has the token can accept the invitation.
  const { token: _token, acceptInvitationUrl: _url, ...fields } = invitation;
  await ctx.runMutation(internal.auth.authKitEvent, eventOf(type, fields));
}
