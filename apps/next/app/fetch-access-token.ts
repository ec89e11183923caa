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
  const response = await postInTurn(forceRefresh ? "/access-token?refresh" : "/access-token");
  if (!response) return undefined;
  const { accessToken } = (await response.json()) as { accessToken: string };
  return accessToken;
}

/**
 * Asks a route that may refresh the session. `undefined` when the person has to sign in for what it is
 * asked; rejects when it could not say.
 *
 * Tabs share the session, and a refresh token is good once: they ask one after the other. Pages of
 * plain http, but those of localhost, have no locks.
 */
export async function postInTurn(path: string): Promise<Response | undefined> {
  const post = async () => {
    const response = await fetch(path, {
      method: "POST",
      // Somebody who leaves the page meanwhile still gets the new cookie: the one before is used up.
      keepalive: true,
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.status >= 400 && response.status < 500) return undefined;
    if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
    return response;
  };
  return "locks" in navigator ? await navigator.locks.request("session", post) : await post();
}

/** Whether proxy.ts has put a token beside the document, as it does when somebody is signed in. */
export function hasTokenOfDocument(): boolean {
  return tokenOfDocument() !== undefined;
}

function takeTokenOfDocument(): string | undefined {
  const token = tokenOfDocument();
  if (token) document.cookie = "workos-access-token=; Max-Age=0; SameSite=Lax";
  return token;
}

/** The one of `eagerAuth`, which is there for half a minute. */
function tokenOfDocument(): string | undefined {
  return /(?:^|; )workos-access-token=([^;]+)/.exec(document.cookie)?.[1];
}
