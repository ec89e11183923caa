export type { AuthKitSession } from "./session.ts";
export { useConvexAuthFromAuthKit } from "./use-convex-auth-from-authkit.ts";
