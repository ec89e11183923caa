import { AuthKit, type AuthFunctions } from "@convex-dev/workos-authkit";
import { components, internal } from "./_generated/api";
import type { DataModel } from "./_generated/dataModel";
import { env } from "./_generated/server";
import { blockedDomainOf } from "./model/emailDomains";
import { deleteUser, upsertUser } from "./model/users";

const authFunctions: AuthFunctions = internal.auth;

export const authKit = new AuthKit<DataModel>(components.workOSAuthKit, {
  authFunctions,
  clientId: env.WORKOS_CLIENT_ID,
  apiKey: env.WORKOS_API_KEY,
  webhookSecret: env.WORKOS_WEBHOOK_SECRET,
  actionSecret: env.WORKOS_ACTION_SECRET,
});

/** WorkOS tells us what happened: POST /workos/webhook ends here, in one transaction. */
export const { authKitEvent } = authKit.events({
  "user.created": async (ctx, { data }) => {
    await upsertUser(ctx, data);
  },
  // Also makes the row: an update can arrive before the creation that it follows, and the
  // component then keeps the late creation to itself.
  "user.updated": async (ctx, { data }) => {
    await upsertUser(ctx, data);
  },
  "user.deleted": async (ctx, { data }) => {
    await deleteUser(ctx, data.id);
  },
});

/** WorkOS asks us whether somebody may: POST /workos/action ends here, before the hosted page goes on. */
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
