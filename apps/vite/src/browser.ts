/** Whether the browser lets this site keep what a sign-in needs: cookies, and both kinds of storage. */
export function keepsData(): boolean {
  const key = "storage-test";
  try {
    for (const storage of [localStorage, sessionStorage]) {
      // About as long as what AuthKit keeps, so that full storage is noticed, too.
      storage.setItem(key, "x".repeat(1_000));
      storage.removeItem(key);
    }
    return navigator.cookieEnabled;
  } catch {
    return false;
  }
}

/** The page's own address, to come back to after a sign-in. */
export function currentPath(): string {
  const { pathname, search, hash } = window.location;
  return pathname + search + hash;
}

/** Whether there may be a session: AuthKit looks for the same, and keeps the answer to itself. */
export function hasTraceOfSession(): boolean {
  return (
    document.cookie.includes("workos-has-session=") ||
    Object.keys(localStorage).some((key) => key.startsWith("workos:refresh-token"))
  );
}

/** Whether AuthKit may find a session, or is given the code of one. */
export function mayBeSignedIn(): boolean {
  return isReturnFromAuthKit() || hasTraceOfSession();
}

export function isReturnFromAuthKit(): boolean {
  const { pathname, search } = window.location;
  return pathname === "/callback" && new URLSearchParams(search).has("code");
}

/**
 * A code without a state comes from a sign-in that this app did not start: from WorkOS's dashboard, an
 * identity provider, or somebody who wants you in their account. The app starts one of its own instead.
 */
export function leaveForeignCallback() {
  const params = new URLSearchParams(window.location.search);
  if (isReturnFromAuthKit() && !params.has("state")) {
    window.history.replaceState(null, "", "/sign-in");
  }
}
