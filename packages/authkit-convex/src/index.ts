export { useAccessTokenClaims, type AccessTokenClaims } from "./access-token-claims.ts";
export type { AuthKitSession } from "./session.ts";
export { renewAccessToken, useConvexAuthFromAuthKit } from "./use-convex-auth-from-authkit.ts";
