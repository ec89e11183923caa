import type { Environment } from "../environment.ts";
import { invitationByToken, stateOf } from "../identity/invitations.ts";
import { userByEmail } from "../identity/users.ts";
import type { Problem } from "../pages/hosted-page.ts";
import type { Invitation, Organization } from "../state/objects.ts";

/** The parameters of an authorization request that may be answered. */
export type AuthorizationRequest = {
  clientId: string;
  redirectUri: string;
  state: string | undefined;
  codeChallenge: string | undefined;
  screen: "sign-in" | "sign-up";
  loginHint: string;
  /** The one to sign in to. */
  organization: Organization | undefined;
  /** To be accepted by who signs in. */
  invitation: Invitation | undefined;
};

type Query = Record<string, string>;

/** Checks an authorization request; a problem is shown and never redirected. */
export function readAuthorizationRequest(
  query: Query,
  env: Environment,
): AuthorizationRequest | Problem {
  const { client_id: clientId } = query;
  if (clientId === undefined || !env.clientIds.includes(clientId)) {
    return {
      title: "Invalid client ID",
      message: "Make sure that the app uses the client ID of this environment.",
      details: asked("client_id", clientId, "This environment's client IDs", env.clientIds),
    };
  }
  const redirectUri = query.redirect_uri;
  const listed = env.redirectUris.all().map(({ uri }) => uri);
  if (redirectUri === undefined || !listed.includes(redirectUri)) {
    return {
      title: "Invalid redirect URI",
      message:
        "Make sure that the app uses the correct redirect URI. This one is not in redirectUris, in convex.json's authKit.dev.configure.",
      details: asked("redirect_uri", redirectUri, "Listed in redirectUris", listed),
    };
  }
  const usesPkce = query.code_challenge !== undefined || query.code_challenge_method !== undefined;
  const organization = env.organizations.get(query.organization_id);
  const token = query.invitation_token;
  const invitation = token ? invitationByToken(env, token) : undefined;
  const problem =
    unlike(query, "response_type", ["code"]) ??
    unlike(query, "provider", ["authkit"]) ??
    (usesPkce ? unlike(query, "code_challenge_method", ["S256"]) : undefined) ??
    (query.organization_id && !organization ? unknownOrganization(query, env) : undefined) ??
    (token ? unusableInvitation(env, invitation) : undefined);
  if (problem) return problem;
  const isSignUp = invitation
    ? !userByEmail(env, invitation.email)
    : query.screen_hint === "sign-up";
  return {
    clientId,
    redirectUri,
    state: query.state,
    codeChallenge: query.code_challenge || undefined,
    screen: isSignUp ? "sign-up" : "sign-in",
    loginHint: invitation?.email ?? query.login_hint ?? "",
    organization: env.organizations.get(invitation?.organization_id) ?? organization,
    invitation,
  };
}

function unlike(query: Query, name: string, supported: string[]): Problem | undefined {
  const value = query[name];
  if (value !== undefined && supported.includes(value)) return undefined;
  return {
    title: "Invalid authorization request",
    message: `The local WorkOS does not support this ${name}.`,
    details: asked(name, value, "Supported", supported),
  };
}

function unknownOrganization({ organization_id: id }: Query, env: Environment): Problem {
  const known = env.organizations.all().map((each) => `${each.id} (${each.name})`);
  return {
    title: "Invalid organization",
    message: "Make sure that the app asks for an organization of this environment.",
    details: asked("organization_id", id, "Organizations", known),
  };
}

function unusableInvitation(env: Environment, found: Invitation | undefined): Problem | undefined {
  const state = found && stateOf(env, found);
  if (state === "pending") return undefined;
  const message =
    state === undefined
      ? "There is no such invitation."
      : `This invitation ${state === "expired" ? "has" : "was"} ${state}. Ask for a new one.`;
  return { title: "Invalid invitation", message, details: [] };
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
