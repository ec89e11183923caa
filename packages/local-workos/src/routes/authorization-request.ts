import type { LocalWorkosOptions } from "../options.ts";
import type { Problem } from "../pages/problem-page.ts";

/** The parameters of an authorization request that may be answered. */
export type AuthorizationRequest = {
  redirectUri: string;
  state: string | undefined;
  codeChallenge: string | undefined;
  screen: "sign-in" | "sign-up";
  loginHint: string;
};

/** Checks an authorization request; a problem is shown and never redirected. */
export function readAuthorizationRequest(
  query: Record<string, string>,
  { clientId, configure }: LocalWorkosOptions,
): AuthorizationRequest | Problem {
  if (query.client_id !== clientId) {
    return {
      title: "Invalid client ID",
      message: "Make sure that the app uses the client ID of this environment.",
      details: asked("client_id", query.client_id, "This environment's client ID", [clientId]),
    };
  }
  const redirectUri = query.redirect_uri;
  if (redirectUri === undefined || !configure.redirectUris.includes(redirectUri)) {
    return {
      title: "Invalid redirect URI",
      message:
        "Make sure that the app uses the correct redirect URI. This one is not in redirectUris, in convex.json's authKit.dev.configure.",
      details: asked("redirect_uri", redirectUri, "Listed in redirectUris", configure.redirectUris),
    };
  }
  const unsupported =
    unlike(query, "response_type", ["code"]) ??
    unlike(query, "provider", ["authkit"]) ??
    (query.code_challenge !== undefined || query.code_challenge_method !== undefined
      ? unlike(query, "code_challenge_method", ["S256"])
      : undefined) ??
    (query.organization_id ? unlike(query, "organization_id", []) : undefined);
  return (
    unsupported ?? {
      redirectUri,
      state: query.state,
      codeChallenge: query.code_challenge || undefined,
      screen: query.screen_hint === "sign-up" ? "sign-up" : "sign-in",
      loginHint: query.login_hint ?? "",
    }
  );
}

function unlike(
  query: Record<string, string>,
  name: string,
  supported: string[],
): Problem | undefined {
  const value = query[name];
  if (value !== undefined && supported.includes(value)) return undefined;
  return {
    title: "Invalid authorization request",
    message: `The local WorkOS does not support this ${name}.`,
    details: asked(name, value, "Supported", supported),
  };
}

function asked(
  name: string,
  value: string | undefined,
  listName: string,
  list: string[],
): Problem["details"] {
  return [
    { term: `Asked for (${name})`, values: [value ?? "nothing"] },
    { term: listName, values: list.length > 0 ? list : ["none"] },
  ];
}
