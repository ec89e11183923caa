import type { UserIdentityAttributes } from "convex/server";

/** Who makes a request. */
export type Identity =
  | { kind: "anonymous" }
  | { kind: "user"; attributes: UserIdentityAttributes; expiresAt: number }
  | { kind: "admin"; actingAs: UserIdentityAttributes | null };

export const ANONYMOUS: Identity = { kind: "anonymous" };

/** What `ctx.auth.getUserIdentity()` gives for this identity. */
export function attributesOf(identity: Identity): UserIdentityAttributes | null {
  if (identity.kind === "anonymous") return null;
  return identity.kind === "user" ? identity.attributes : identity.actingAs;
}

/** Equal for identities that every query answers alike. */
export function identityKey(identity: Identity): string {
  return JSON.stringify([identity.kind === "admin", attributesOf(identity)]);
}
