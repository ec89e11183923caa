import type { UserIdentity } from "convex/server";
import { ConvexError } from "convex/values";
import { env, type QueryCtx } from "../_generated/server";
import { requireUser, type User } from "./standing";

/**
 * Whether somebody administers this app: they have the role `admin` in the organization that
 * `ADMIN_ORGANIZATION_ID` names, and are signed in to it. WorkOS puts both into the access token, so
 * a role that was taken away counts until that expires, after minutes.
 */
export function isAdmin(identity: UserIdentity): boolean {
  const organization = env.ADMIN_ORGANIZATION_ID;
  // Not set means nobody, and must not equal a claim that is not there.
  if (!organization) return false;
  return identity.org_id === organization && identity.role === "admin";
}

/** @throws ConvexError with a sentence, unless an admin is signed in who may act */
export async function requireAdmin(ctx: QueryCtx): Promise<User> {
  const user = await requireUser(ctx);
  const identity = await ctx.auth.getUserIdentity();
  if (!identity || !isAdmin(identity)) {
    throw new ConvexError("Only an admin of this app may do that.");
  }
  return user;
}
