import { claimsIn, setClaims, type AccessTokenClaims } from "./access-token-claims.ts";
import type { AuthKitSession } from "./session.ts";

/** Milliseconds between attempts; the last one repeats. */
const RETRY_DELAYS = [500, 1_500, 3_000, 5_000, 10_000];
/**
 * Milliseconds after which an answer of AuthKit is given up. Convex waits for its token without end:
 * a request that is never answered would stop the page for ever (convex-js#181).
 */
const PATIENCE = 30_000;

type Identity = Pick<AuthKitSession, "userId" | "organizationId">;

/**
 * Fetches access tokens from the session that `setSession` was given last.
 *
 * @param lastRenewal the number of the renewal that the session's token is the result of
 */
export function createTokenFetcher(lastRenewal = 0) {
  let session: AuthKitSession | undefined;
  const retries = new Set<() => void>();

  /**
   * The `fetchAccessToken` that Convex calls, for one user in one organization.
   *
   * Convex takes `null` to mean that nobody is signed in, for good, and a rejection leaves its
   * socket closed. An outage of WorkOS or of the network is neither, so this keeps trying through
   * it: Convex shows what it has meanwhile, and goes on by itself when the token comes.
   */
  function fetchAccessTokenOf(identity: Identity, renewal = 0) {
    let lastToken: string | undefined;
    let refreshing: Promise<string | null> | undefined;

    const currentSession = () => (session && isSame(session, identity) ? session : undefined);

    async function fetchOnce(asked: AuthKitSession, forceRefreshToken: boolean) {
      const getAccessToken: AuthKitSession["getAccessToken"] = (options) =>
        withinPatience(asked.getAccessToken(options));
      if (renewal > lastRenewal) {
        const renewed = await getAccessToken({ forceRefresh: true });
        lastRenewal = renewal;
        return renewed;
      }
      const token = await getAccessToken({ forceRefresh: false });
      // Convex forces a refresh to be given another token than it has: a second time the same one
      // would sign it out. The session may have another one already, from another tab perhaps.
      if (!forceRefreshToken || token === undefined || token !== lastToken) return token;
      const refreshed = await getAccessToken({ forceRefresh: true });
      if (refreshed === lastToken) throw new Error("AuthKit has not refreshed the access token.");
      return refreshed;
    }

    async function fetchUntilKnown(forceRefreshToken: boolean): Promise<string | null> {
      for (let attempt = 0, tokensOfOthers = 0; ; attempt++) {
        const asked = currentSession();
        if (!asked) return null;
        try {
          const token = await fetchOnce(asked, forceRefreshToken);
          if (token === undefined) {
            // While an SDK loads, it says of everybody that they have to sign in.
            if (!currentSession()?.isLoading) {
              setClaims(undefined);
              return null;
            }
          } else if (isSame(identityIn(claimsIn(token)), identity)) {
            setClaims(claimsIn(token));
            return (lastToken = token);
          } else if (++tokensOfOthers === 2) {
            // Once may be an SDK that is about to say who it is now.
            return leavePage();
          }
        } catch {
          // Nothing is known yet. SDKs report their own failures to the console.
        }
        await retryAfter(RETRY_DELAYS[Math.min(attempt, RETRY_DELAYS.length - 1)]!);
      }
    }

    /**
     * Tabs share the session: another one has signed in as somebody else, or to another organization.
     * What this page shows must not be done in their name, so it starts anew. A page that never had
     * a token of its own ends instead: starting anew could go on for ever.
     */
    function leavePage(): null | Promise<null> {
      if (lastToken === undefined) return null;
      location.reload();
      return new Promise(() => {});
    }

    return ({ forceRefreshToken }: { forceRefreshToken: boolean }): Promise<string | null> => {
      if (!forceRefreshToken) return fetchUntilKnown(false);
      // During an outage Convex asks again when the token expires: both wait for one refresh.
      refreshing ??= fetchUntilKnown(true).finally(() => (refreshing = undefined));
      return refreshing;
    };
  }

  /** Waits, with some jitter so that a crowd does not return at once, or until it is worth a try. */
  function retryAfter(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const retry = () => {
        clearTimeout(timer);
        retries.delete(retry);
        removeEventListener("online", retry);
        resolve();
      };
      const timer = setTimeout(retry, milliseconds * (0.75 + Math.random() / 2));
      retries.add(retry);
      addEventListener("online", retry);
    });
  }

  return {
    fetchAccessTokenOf,
    setSession: (latest: AuthKitSession | undefined) => {
      const hasLoaded = session?.isLoading && !latest?.isLoading;
      session = latest;
      if (latest?.userId === undefined) setClaims(undefined);
      if (hasLoaded) retries.forEach((retry) => retry());
    },
  };
}

/** The outcome of a promise, or a rejection if there is none in time. */
function withinPatience<Value>(promise: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("AuthKit has not answered.")), PATIENCE);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function isSame(one: Identity, other: Identity): boolean {
  return one.userId === other.userId && one.organizationId === other.organizationId;
}

/** Whom an access token is for. */
function identityIn({ sub, org_id }: AccessTokenClaims): Identity {
  return { userId: sub, organizationId: org_id };
}
