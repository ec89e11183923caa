import { useIsSessionOver } from "@repo/ui/current";
import { useAuth } from "@workos-inc/authkit-nextjs/components";
import { useConvexAuth } from "convex/react";

/** AuthKit knows first, from the server; once Convex has looked at the session, its word counts. */
export function useIsSignedIn(): boolean {
  const { user } = useAuth();
  const { isLoading, isAuthenticated } = useConvexAuth();
  const isOver = useIsSessionOver();
  return isLoading ? user !== null : isAuthenticated && !isOver;
}
