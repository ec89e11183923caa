export { useConvexAuthFromAuthKit, type AuthKitSession } from "./use-convex-auth-from-authkit.ts";
