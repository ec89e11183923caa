import { v } from "convex/values";
import { internal } from "./_generated/api";
import type { Doc } from "./_generated/dataModel";
import {
  internalAction,
  internalQuery,
  mutation,
  query,
  type ActionCtx,
} from "./_generated/server";
import { authKit } from "./auth";
import { userAction } from "./functions";
import {
  getAccess,
  impersonatorOf,
  isAppAdmin,
  requireCaller,
  sentences,
  vRefusalReason,
} from "./model/access";
import { refusal } from "./model/errors";
import { findMembership, findSession } from "./model/lookups";
import { limit, rateLimiter } from "./model/rateLimits";
import { createUser, displayName } from "./model/users";
import { askWorkOS, saveAnswer, workosApi } from "./model/workos";
import schema from "./schema";

/** Who is signed in; `null` for nobody. It refuses nobody, so that a page can say why others do. */
export const current = query({
  args: {},
  returns: v.nullable(
    v.object({
      /** The component's copy of the WorkOS user; `null` before WorkOS's event, and after the session. */
      authUser: v.nullable(v.object({ id: v.string(), email: v.string(), name: v.string() })),
      /** Our own row; `null` for callers who are refused. */
      user: v.nullable(schema.doc("users")),
      /** Why the caller may not call functions, as a sentence, and for a program. */
      refusal: v.nullable(v.string()),
      reason: v.nullable(vRefusalReason),
      isAdmin: v.boolean(),
      /** Who acts as this user from WorkOS's dashboard: an email address. */
      impersonatedBy: v.nullable(v.string()),
    }),
  ),
  handler: async (ctx) => {
    const identity = await ctx.auth.getUserIdentity();
    if (!identity) return null;
    const access = await getAccess(ctx);
    const { refusal: reason, user } = { refusal: null, user: null, ...access };
    // A token of a session that is over may be in other hands.
    const workosUser = reason === "sessionEnded" ? null : await authKit.getAuthUser(ctx);
    return {
      authUser: workosUser && {
        id: workosUser.id,
        email: workosUser.email,
        name: displayName(workosUser),
      },
      user,
      refusal: reason && sentences[reason],
      reason,
      isAdmin: await isAppAdmin(ctx, access),
      impersonatedBy: impersonatorOf(identity),
    };
  },
});

/** Makes sure that the caller has a row, and fetches their profile, so that nobody waits for events. */
export const ensureUser = mutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const access = await getAccess(ctx);
    if ("refusal" in access && access.refusal === "beingSetUp") {
      const { subject: workosId, email = "", name = email } = (await ctx.auth.getUserIdentity())!;
      // By default the token has neither. Without `updatedAt`, any event is later.
      await createUser(ctx, { workosId, email, name });
    }
    const { user, identity } = await requireCaller(ctx);
    const { workosId } = user;
    await limit(ctx, "changes", workosId);
    const { org_id: organizationId } = identity;
    const isUnknown =
      user.updatedAt === undefined ||
      (typeof organizationId === "string" &&
        !(await findMembership(ctx, workosId, organizationId)));
    if (!isUnknown) return null;
    if ((await rateLimiter.limit(ctx, "profileFetches", { key: workosId })).ok) {
      await ctx.scheduler.runAfter(0, internal.account.fetchProfile, { workosId });
    }
    return null;
  },
});

/** Gets a user and their memberships from WorkOS. If it fails, events or reconcile.ts bring them. */
export const fetchProfile = internalAction({
  args: { workosId: v.string() },
  handler: async (ctx, { workosId }) => {
    const { userManagement } = workosApi();
    const askedAt = new Date();
    const user = await userManagement.getUser(workosId);
    await saveAnswer(ctx, "user.updated", user, askedAt);
    const memberships = await userManagement.listOrganizationMemberships({ userId: workosId });
    for (const membership of await memberships.autoPagination()) {
      await saveAnswer(ctx, "organization_membership.updated", membership, askedAt);
    }
  },
});

/** The caller's latest sign-ins, newest first. Callers who are refused get none. */
export const sessions = query({
  args: {},
  returns: v.array(schema.doc("sessions").extend({ isCurrent: v.boolean() })),
  handler: async (ctx) => {
    const access = await getAccess(ctx);
    if ("refusal" in access) return [];
    const latest = await ctx.db
      .query("sessions")
      .withIndex("by_workosUserId_and_startedAt", (q) => q.eq("workosUserId", access.user.workosId))
      .order("desc")
      .take(50);
    return latest.map((session) => ({
      ...session,
      isCurrent: access.identity.sid === session.sessionId,
    }));
  },
});

/** Signs the caller out of one session. Its access tokens are refused immediately. */
export const revokeSession = userAction({
  args: { sessionId: v.string() },
  returns: v.null(),
  handler: async (ctx, args): Promise<null> => {
    const session: Doc<"sessions"> | null = await ctx.runQuery(internal.account.session, args);
    if (session?.workosUserId !== ctx.user.workosId) {
      throw refusal("notFound", "That session is no longer there.");
    }
    await revoke(ctx, session.workosUserId, session.sessionId);
    return null;
  },
});

/** Signs the caller out of all sessions but the one of this access token. */
export const revokeOtherSessions = userAction({
  args: {},
  returns: v.null(),
  handler: async (ctx): Promise<null> => {
    await revokeAll(ctx, ctx.user.workosId, ctx.identity.sid);
    return null;
  },
});

export const session = internalQuery({
  args: { sessionId: v.string() },
  handler: async (ctx, { sessionId }) => await findSession(ctx, sessionId),
});

/** Ends all sessions of a user who was blocked, so that no app gets another access token. */
export const revokeSessions = internalAction({
  args: { workosId: v.string() },
  handler: async (ctx, { workosId }) => {
    await revokeAll(ctx, workosId);
  },
});

async function revokeAll(ctx: ActionCtx, workosId: string, except?: unknown): Promise<void> {
  const sessions = await askWorkOS(async ({ userManagement }) =>
    (await userManagement.listSessions(workosId)).autoPagination(),
  );
  for (const { id, status } of sessions) {
    if (status === "active" && id !== except) await revoke(ctx, workosId, id);
  }
}

async function revoke(ctx: ActionCtx, userId: string, id: string): Promise<void> {
  await askWorkOS(({ userManagement }) => userManagement.revokeSession({ sessionId: id }));
  const ended = { id, userId, endedAt: new Date().toISOString() };
  await saveAnswer(ctx, "session.revoked", ended);
}
