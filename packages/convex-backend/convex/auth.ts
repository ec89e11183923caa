import { AuthKit } from "@convex-dev/workos-authkit";
import type { DataModel } from "./_generated/dataModel";
import { env } from "./_generated/server";
import { blockedDomainOf } from "./model/emailDomains";

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
  userRegistration: (_ctx, action, { allow, deny }) => {
    const blocked = blockedDomainOf(action.userData.email, env.BLOCKED_EMAIL_DOMAINS);
    return Promise.resolve(
      blocked ? deny(`Sign-ups with a ${blocked} email address are not allowed.`) : allow(),
    );
  },
  authentication: (_ctx, action, { allow, deny }) => {
    const blocked = blockedDomainOf(action.user.email, env.BLOCKED_EMAIL_DOMAINS);
    return Promise.resolve(
      blocked ? deny(`Sign-ins with a ${blocked} email address are not allowed.`) : allow(),
    );
  },
});
