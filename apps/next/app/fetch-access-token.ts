/** In milliseconds: a server that has not answered by then will not, and the bridge asks again. */
const PATIENCE = 30_000;

/**
 * The access token, or `undefined` when the person has to sign in again; rejects when the server
 * could not say. Only Convex asks, when it needs another one: AuthKit's `useAccessToken` refreshes by the
 * visitor's clock, https://github.com/workos/authkit-nextjs/issues/470.
 */
export async function fetchAccessToken({ forceRefresh }: { forceRefresh: boolean }) {
  const ofDocument = takeTokenOfDocument();
  if (ofDocument && !forceRefresh) return ofDocument;
  const ask = async () => {
    const response = await fetch(forceRefresh ? "/access-token?refresh" : "/access-token", {
      method: "POST",
      signal: AbortSignal.timeout(PATIENCE),
    });
    // What the server does not know will not be known later: nobody is signed in, as far as it goes.
    if (response.status >= 400 && response.status < 500) return undefined;
    if (!response.ok) throw new Error(`/access-token answered ${response.status}.`);
    const { accessToken } = (await response.json()) as { accessToken: string };
    return accessToken;
  };
  // Tabs share the session, and a refresh token is good once: they ask one after the other. Pages
  // of plain http, but those of localhost, have no locks.
  return "locks" in navigator ? await navigator.locks.request("access-token", ask) : await ask();
}

/** The one that proxy.ts has put beside the document, with `eagerAuth`, for half a minute. */
function takeTokenOfDocument(): string | undefined {
  const [, token] = /(?:^|; )workos-access-token=([^;]+)/.exec(document.cookie) ?? [];
  if (token) document.cookie = "workos-access-token=; Max-Age=0; SameSite=Lax";
  return token;
}
