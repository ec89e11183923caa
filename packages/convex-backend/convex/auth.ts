import { AuthKit } from "@convex-dev/workos-authkit";
import type { DataModel } from "./_generated/dataModel";
import { whyNotSignIn, whyNotSignUp } from "./model/signUpRules";

// The component's client, but for its constructor, which wants an API key and a webhook secret.
// `events` and `actions` use neither, and what they make has to be exported before anybody set them.
const authKit = AuthKit.prototype as AuthKit<DataModel>;

/**
 * The app's own reactions to what happened at WorkOS, of any event type that is selected for the
 * webhook endpoint; events.ts has kept our tables by then, and says when these do not run.
 *
 * @example
 * "invitation.accepted": async (ctx, { data }) => {
 *   await ctx.scheduler.runAfter(0, internal.emails.welcome, { email: data.email });
 * },
 */
export const { authKitEvent } = authKit.events({});

/** Whether somebody may. Both kinds are always answered: one without a handler would fail. */
export const { authKitAction } = authKit.actions({
  userRegistration: async (ctx, action, { allow, deny }) => {
    const reason = await whyNotSignUp(ctx, {
      email: action.userData.email,
      isInvited: action.invitation !== undefined,
    });
    return reason === null ? allow() : deny(reason);
  },
  authentication: async (ctx, { user }, { allow, deny }) => {
    const reason = await whyNotSignIn(ctx, { email: user.email, workosUserId: user.id });
    return reason === null ? allow() : deny(reason);
  },
});
