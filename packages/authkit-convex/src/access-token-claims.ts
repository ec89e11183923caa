import { useSyncExternalStore } from "react";

/** What an access token of AuthKit says. Its signature is for Convex to check. */
export type AccessTokenClaims = {
  iss?: string;
  sub?: string;
  sid?: string;
  iat?: number;
  exp?: number;
  org_id?: string;
  [claim: string]: unknown;
};

export function claimsIn(token: string): AccessTokenClaims {
  try {
    const payload = token.split(".")[1]!.replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) as AccessTokenClaims;
  } catch {
    return {};
  }
}

let latest: AccessTokenClaims | undefined;
const listeners = new Set<() => void>();

/** Notes the claims of the token that Convex is given, or that it is given none. */
export function setClaims(claims: AccessTokenClaims | undefined) {
  latest = claims;
  listeners.forEach((listener) => listener());
}

/** The claims of the access token that Convex was given last: to show, and to decide nothing by. */
export function useAccessTokenClaims(): AccessTokenClaims | undefined {
  return useSyncExternalStore(
    subscribe,
    () => latest,
    () => undefined,
  );
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
