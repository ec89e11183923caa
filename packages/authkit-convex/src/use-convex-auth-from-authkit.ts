import { useLayoutEffect, useMemo, useState } from "react";
import { createTokenFetcher } from "./token-fetcher.ts";

/** What the bridge needs to know of AuthKit's session, whichever AuthKit SDK holds it. */
export type AuthKitSession = {
  /** `true` until AuthKit knows whether anybody is signed in. */
  isLoading: boolean;
  /** The WorkOS id of the signed-in user. */
  userId: string | undefined;
  /** The organization that the session is for, if it is for one. */
  organizationId: string | undefined;
  /**
   * The access token. Resolves to `undefined` when the person has to sign in again, which is final;
   * rejects when that could not be found out, for want of a network say, which is not.
   */
  getAccessToken: (options: { forceRefresh: boolean }) => Promise<string | undefined>;
};

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
