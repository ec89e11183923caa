import { randomBytes } from "node:crypto";
import type { Environment } from "../environment.ts";
import { notFound, refuse } from "../http/errors.ts";
import { sameEmail, type Invitation, type User } from "../state/objects.ts";
import { addMember, choiceOf } from "./organizations.ts";
import type { InvitationInput } from "./schemas.ts";
import { userByEmail } from "./users.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** @throws ApiError 400 if the person cannot be invited (again), 404 if there is no such organization. */
export function invite(env: Environment, input: InvitationInput): Invitation {
  const { email, organization_id = null, role_slug = null, inviter_user_id = null } = input;
  if (organization_id !== null && !env.organizations.get(organization_id)) {
    throw notFound("Organization", organization_id);
  }
  const days = input.expires_in_days ?? 7;
  const user = userByEmail(env, email);
  const isMember = user && organization_id !== null && choiceOf(env, user.id, organization_id);
  const isInvited = env.invitations.all().some((each) => {
    const isSame = sameEmail(each.email, email) && each.organization_id === organization_id;
    return isSame && stateOf(env, each) === "pending";
  });
  const invitedCode = organization_id
    ? "email_already_invited_to_organization"
    : "email_already_invited";
  const refusal = (
    [
      [role_slug && !env.roles.some(({ slug }) => slug === role_slug), "invalid_role"],
      [days < 1, "expires_in_days_too_short"],
      [days > 30, "expires_in_days_too_long"],
      [user && organization_id === null, "user_already_exists"],
      [isMember, "user_already_organization_member"],
      [isInvited, invitedCode],
    ] as const
  ).find(([applies]) => applies);
  if (refusal) throw refuse(400, refusal[1], `${email} cannot be invited: ${refusal[1]}.`);
  const token = randomBytes(24).toString("base64url");
  return env.invitations.create({
    email,
    state: "pending",
    accepted_at: null,
    revoked_at: null,
    expires_at: env.clock.iso(days * dayMs),
    organization_id,
    inviter_user_id,
    accepted_user_id: null,
    role_slug,
    token,
    accept_invitation_url: acceptUrl(env, token),
  });
}

/** An invitation as the API shows it now: it expires by itself. */
export function shownInvitation(env: Environment, invitation: Invitation): Invitation {
  return { ...invitation, state: stateOf(env, invitation) };
}

export function invitationByToken(env: Environment, token: string): Invitation | undefined {
  return env.invitations.all().find((each) => each.token === token);
}

export function stateOf({ clock }: Environment, invitation: Invitation): Invitation["state"] {
  const { state, expires_at } = invitation;
  return state === "pending" && clock.isPast(expires_at) ? "expired" : state;
}

/**
 * Accepts an invitation for a user, who becomes a member if it is to an organization.
 *
 * @throws ApiError 400 if it is not pending or there is no such user yet.
 */
export function accept(
  env: Environment,
  invitation: Invitation,
  user: User | undefined = userByEmail(env, invitation.email),
): Invitation {
  requirePending(env, invitation);
  if (!user) throw refuse(400, "invalid_invite", `${invitation.email} is not a user yet.`);
  const { organization_id } = invitation;
  // The role may have gone with a change of the options.
  const role_slug = env.roles.find(({ slug }) => slug === invitation.role_slug)?.slug;
  if (organization_id !== null && !choiceOf(env, user.id, organization_id)) {
    addMember(env, { user_id: user.id, organization_id, role_slug });
  }
  const changes = {
    state: "accepted" as const,
    accepted_at: env.clock.iso(),
    accepted_user_id: user.id,
  };
  return env.invitations.update(invitation, changes, "accepted");
}

/** @throws ApiError 400 if it is not pending. */
export function revoke(env: Environment, invitation: Invitation): Invitation {
  requirePending(env, invitation);
  const changes = { state: "revoked" as const, revoked_at: env.clock.iso() };
  return env.invitations.update(invitation, changes, "revoked");
}

/** @throws ApiError 400 if it is not pending. */
export function resend(env: Environment, invitation: Invitation): Invitation {
  const state = stateOf(env, invitation);
  if (state !== "pending") throw refuse(400, `invite_${state}`, `The invitation is ${state}.`);
  return env.invitations.update(invitation, {}, "resent");
}

function requirePending(env: Environment, invitation: Invitation): void {
  if (stateOf(env, invitation) !== "pending") {
    throw refuse(400, "invite_not_pending", "Invite is not pending.");
  }
}

/** The hosted sign-up page, for the first redirect URI of the environment. */
function acceptUrl({ options, redirectUris, origin }: Environment, token: string): string {
  const query = new URLSearchParams({
    client_id: options.clientId,
    redirect_uri: redirectUris.all()[0]?.uri ?? "",
    response_type: "code",
    provider: "authkit",
    screen_hint: "sign-up",
    invitation_token: token,
  });
  return `${origin.url}/user_management/authorize?${query.toString()}`;
}
