import { createAuthKit } from "./model/authKit";
import { deleteMembership, deleteOwner, saveMembership, saveRow, saveSession } from "./model/rows";
import { whyNotSignIn, whyNotSignUp } from "./model/signUpRules";

/** `authKit.getAuthUser(ctx)` returns WorkOS's user of the caller, once WorkOS's event is here. */
export const authKit = createAuthKit();

/**
 * A handler runs for every verified event of its type: at least once, in any order, and before the
 * component has it. So it must be idempotent, and `updatedAt` says which state of an object is the
 * later one. If it throws, everything is rolled back and WorkOS sends the event again, for days.
 */
export const { authKitEvent } = authKit.events({
  "user.created": (ctx, event) => saveRow(ctx, "users", event),
  "user.updated": (ctx, event) => saveRow(ctx, "users", event),
  "user.deleted": (ctx, event) => deleteOwner(ctx, "users", event.data.id),
  "session.created": (ctx, event) => saveSession(ctx, event),
  "session.revoked": (ctx, event) => saveSession(ctx, event),
  "organization.created": (ctx, event) => saveRow(ctx, "organizations", event),
  "organization.updated": (ctx, event) => saveRow(ctx, "organizations", event),
  "organization.deleted": (ctx, event) => deleteOwner(ctx, "organizations", event.data.id),
  "organization_membership.created": (ctx, event) => saveMembership(ctx, event),
  "organization_membership.updated": (ctx, event) => saveMembership(ctx, event),
  "organization_membership.deleted": (ctx, event) => deleteMembership(ctx, event.data.id),
  "invitation.created": (ctx, event) => saveRow(ctx, "invitations", event),
  "invitation.accepted": (ctx, event) => saveRow(ctx, "invitations", event),
  "invitation.revoked": (ctx, event) => saveRow(ctx, "invitations", event),
  "invitation.resent": (ctx, event) => saveRow(ctx, "invitations", event),
});

/**
 * Whether somebody may sign up or in. To deny a domain in code, as the component's README does:
 *
 *     if (action.userData.email.endsWith("@gmail.com")) return deny("Gmail accounts are not allowed");
 *
 * Without code, set `BLOCKED_EMAIL_DOMAINS=gmail.com` on the deployment.
 */
export const { authKitAction } = authKit.actions({
  userRegistration: async (ctx, action, { allow, deny }) => {
    const reason = await whyNotSignUp(ctx, {
      email: action.userData.email,
      isInvited: action.invitation !== undefined,
    });
    return reason === null ? allow() : deny(reason);
  },
  authentication: async (ctx, { user }, { allow, deny }) => {
    const reason = await whyNotSignIn(ctx, { email: user.email, workosId: user.id });
    return reason === null ? allow() : deny(reason);
  },
});
