import { useEffect, useLayoutEffect, useMemo, useState } from "react";
import { reconnectOnReturn } from "./reconnect-on-return.ts";
import type { AuthKitSession } from "./session.ts";
import { createTokenFetcher } from "./token-fetcher.ts";

/**
 * Hands AuthKit's session to Convex: call it in the hook that `ConvexProviderWithAuth` takes as
 * `useAuth`, and return what it returns.
 *
 * Convex authenticates anew, and unmounts `<Authenticated>` meanwhile, whenever `isLoading`,
 * `isAuthenticated` or the identity of `fetchAccessToken` changes. So these change with the user and
 * the organization and with nothing else: not with a refreshed token, nor with a new user object.
 */
export function useConvexAuthFromAuthKit(session: AuthKitSession) {
  const { userId, organizationId } = session;

  const [{ fetchAccessTokenOf, setSession }] = useState(createTokenFetcher);
  // A layout effect, because Convex asks for the token in an effect of a child.
  useLayoutEffect(() => setSession(session), [session, setSession]);
  useLayoutEffect(() => () => setSession(undefined), [setSession]);
  useEffect(reconnectOnReturn, []);

  const fetchAccessToken = useMemo(
    () => fetchAccessTokenOf({ userId, organizationId }),
    [fetchAccessTokenOf, userId, organizationId],
  );

  const isAuthenticated = userId !== undefined;
  return useMemo(
    () => ({
      // An SDK that looks again at a session that it already has is not loading.
      isLoading: session.isLoading && !isAuthenticated,
      isAuthenticated,
      fetchAccessToken,
    }),
    [session.isLoading, isAuthenticated, fetchAccessToken],
  );
}
