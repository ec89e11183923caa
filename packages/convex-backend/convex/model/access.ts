import { literals } from "convex-helpers/validators";
import type { UserIdentity } from "convex/server";
import type { Permission } from "../../roles";
import type { Doc } from "../_generated/dataModel";
import { env, type QueryCtx } from "../_generated/server";
import { refusal } from "./errors";
import { findByWorkosId, findMembership, findSession } from "./lookups";
import { isBlockedPerson } from "./signUpRules";

export const sentences = {
  signedOut: "Sign in first.",
  deleted: "Your account was deleted.",
  blocked: "Your account is blocked.",
  sessionEnded: "Your session has ended. Sign in again.",
  beingSetUp: "Your account is still being set up. Try again in a moment.",
};
export type RefusalReason = keyof typeof sentences;

export const vRefusalReason = literals(...(Object.keys(sentences) as RefusalReason[]));

export type Caller = { user: Doc<"users">; identity: UserIdentity };
type Access = Caller | { refusal: RefusalReason };

/** A {@link Caller} as a member of the organization that their access token is for. */
export type Member = {
  organization: Doc<"organizations">;
  membership: Doc<"memberships">;
  /** The member's roles are no longer those of the token, which gives no permission until it is renewed. */
  needsNewToken: boolean;
  permissions: string[];
};

/** The caller, or why they are refused. Deleting, blocking and signing out take effect immediately. */
export async function getAccess(ctx: QueryCtx): Promise<Access> {
  const identity = await ctx.auth.getUserIdentity();
  if (!identity) return { refusal: "signedOut" };
  const { subject, email = "", sid } = identity;
  const user = await findByWorkosId(ctx, "users", subject);
  if (!user && (await findByWorkosId(ctx, "tombstones", subject))) return { refusal: "deleted" };
  const person = user ?? { email, workosId: subject };
  if (await isBlockedPerson(ctx, person)) return { refusal: "blocked" };
  const session = typeof sid === "string" ? await findSession(ctx, sid) : null;
  // Its access tokens stay valid for minutes.
  if (session && session.endedAt !== null) return { refusal: "sessionEnded" };
  return user ? { user, identity } : { refusal: "beingSetUp" };
}

/** @throws ConvexError unless the caller is signed in and may call functions */
export async function requireCaller(ctx: QueryCtx): Promise<Caller> {
  const access = await getAccess(ctx);
  if ("refusal" in access) throw refusal(access.refusal, sentences[access.refusal]);
  return access;
}

/**
 * The caller's membership in the organization of their access token, by our row: it counts from the
 * moment that WorkOS's event arrives, and the token's claims say only which organization.
 */
export async function getMember(ctx: QueryCtx, access: Access): Promise<Member | null> {
  if ("refusal" in access) return null;
  const { user, identity } = access;
  const { org_id: organizationId, role } = identity;
  if (typeof organizationId !== "string") return null;
  const membership = await findMembership(ctx, user.workosId, organizationId);
  if (membership?.status !== "active") return null;
  const organization = await findByWorkosId(ctx, "organizations", organizationId);
  if (!organization) return null;
  const tokenRoles = listIn(identity.roles) ?? membership.roles;
  const needsNewToken =
    membership.role !== role || membership.roles.join() !== tokenRoles.sort().join();
  const permissions = needsNewToken ? [] : (listIn(identity.permissions) ?? []);
  return { organization, membership, needsNewToken, permissions };
}

/** @throws ConvexError unless the caller is an active member, with this permission if one is given */
export async function requireMember(
  ctx: QueryCtx,
  caller: Caller,
  permission?: Permission,
): Promise<Member> {
  const member = await getMember(ctx, caller);
  if (!member) throw refusal("notMember", "You are not a member of this organization.");
  if (permission && member.needsNewToken) {
    throw refusal("needsNewToken", "Your role has changed. Try again in a moment.");
  }
  if (permission && !member.permissions.includes(permission)) {
    throw refusal("forbidden", "Your role in this organization does not allow that.");
  }
  return member;
}

/** Whether the caller administers this app: they may manage the members of `ADMIN_ORGANIZATION_ID`. */
export async function isAppAdmin(ctx: QueryCtx, access: Access): Promise<boolean> {
  // Where neither is set, there is no member either.
  if ("refusal" in access || access.identity.org_id !== env.ADMIN_ORGANIZATION_ID) return false;
  const permission: Permission = "members:manage";
  return (await getMember(ctx, access))?.permissions.includes(permission) ?? false;
}

export async function requireAppAdmin(ctx: QueryCtx): Promise<Caller> {
  const caller = await requireCaller(ctx);
  if (await isAppAdmin(ctx, caller)) return caller;
  throw refusal("forbidden", "Only an admin of this app may do that.");
}

/** Who impersonates the user from WorkOS's dashboard: an email address, or `null`. */
export function impersonatorOf(identity: UserIdentity): string | null {
  // Convex flattens the claim `act: { sub }`.
  const impersonator = identity["act.sub"];
  return typeof impersonator === "string" ? impersonator : null;
}

/** @throws ConvexError in an impersonated session: it may read, and change nothing */
export function refuseImpersonator({ identity }: Caller): void {
  if (!Object.keys(identity).some((claim) => claim === "act" || claim.startsWith("act."))) return;
  throw refusal("impersonated", "You are impersonating this user, and cannot change anything.");
}

/** A claim that is a list; Convex may hand it over as JSON. */
function listIn(claim: unknown): string[] | null {
  let list = claim;
  try {
    if (typeof claim === "string") list = JSON.parse(claim);
  } catch {
    return [];
  }
  return Array.isArray(list) ? list.filter((item) => typeof item === "string") : null;
}
