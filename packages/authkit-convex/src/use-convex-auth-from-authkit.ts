import {
  useEffect,
  useLayoutEffect,
  useMemo,
  useReducer,
  useState,
  useSyncExternalStore,
} from "react";
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

  const [{ fetchAccessTokenOf, setSession }] = useState(() => createTokenFetcher(renewals));
  // A layout effect, because Convex asks for the token in an effect of a child.
  useLayoutEffect(() => setSession(session), [session, setSession]);
  useLayoutEffect(() => () => setSession(undefined), [setSession]);
  useEffect(reconnectOnReturn, []);

  const renewal = useSyncExternalStore(subscribe, countRenewals, () => 0);
  const fetchAccessToken = useMemo(
    () => fetchAccessTokenOf({ userId, organizationId }, renewal),
    [fetchAccessTokenOf, userId, organizationId, renewal],
  );

  const isAuthenticated = userId !== undefined;

  // Convex asks for the token in an effect, and React runs effects after it has painted. Rendering once
  // more has it run them first: the page is painted while Convex looks at the token.
  const [, renderOnceMore] = useReducer((count: number) => count + 1, 0);
  useLayoutEffect(() => {
    if (isAuthenticated) renderOnceMore();
  }, [isAuthenticated]);

  // Convex says between two authentications that nobody is signed in, unless this loads in between:
  // this render, which React repeats at once.
  const [authenticatedBy, setAuthenticatedBy] = useState(() => fetchAccessToken);
  const isChanging = isAuthenticated && authenticatedBy !== fetchAccessToken;
  if (authenticatedBy !== fetchAccessToken) setAuthenticatedBy(() => fetchAccessToken);
  return useMemo(
    () => ({
      // An SDK that looks again at a session that it already has is not loading.
      isLoading: (session.isLoading && !isAuthenticated) || isChanging,
      isAuthenticated,
      fetchAccessToken,
    }),
    [session.isLoading, isAuthenticated, isChanging, fetchAccessToken],
  );
}

let renewals = 0;
const listeners = new Set<() => void>();
const countRenewals = () => renewals;

/**
 * Has Convex authenticate with a new access token, because what the present one says of the person has
 * changed: their role in the organization, say.
 */
export function renewAccessToken() {
  renewals += 1;
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
