import type { Environment } from "../environment.ts";
import { notFound, refuse } from "../http/errors.ts";
import type { Membership, Organization, Role, User } from "../state/objects.ts";

/** An organization that a person can act for, and as what. */
export type Chosen = { organization: Organization; membership: Membership; role: Role };

/** The active memberships of a user. */
export function choicesOf(env: Environment, userId: string): Chosen[] {
  return env.memberships.all().flatMap((membership) => {
    if (membership.user_id !== userId || membership.status !== "active") return [];
    const organization = env.organizations.get(membership.organization_id);
    const role = env.roles.find(({ slug }) => slug === membership.role.slug) ?? defaultRole(env);
    return organization ? { organization, membership, role } : [];
  });
}

/** The active membership of a user in one organization. */
export function choiceOf(env: Environment, userId: string, organizationId?: string) {
  return choicesOf(env, userId).find(({ organization }) => organization.id === organizationId);
}

/**
 * Makes a user a member of an organization, or active again.
 *
 * @throws ApiError 404 if there is no such user or organization, 422 if there is no such role.
 */
export function addMember(
  env: Environment,
  input: { user_id: string; organization_id: string; role_slug?: string | null },
): Membership {
  const { user_id, organization_id } = input;
  if (!env.users.get(user_id)) throw notFound("User", user_id);
  if (!env.organizations.get(organization_id)) throw notFound("Organization", organization_id);
  const { slug } = input.role_slug ? roleOf(env, input.role_slug) : defaultRole(env);
  const existing = membershipOf(env, user_id, organization_id);
  if (existing?.status === "active") {
    throw refuse(422, "invalid_request_parameters", "The user is a member of this organization.");
  }
  const fields = { status: "active" as const, role: { slug }, roles: [{ slug }] };
  if (existing) return env.memberships.update(existing, fields);
  return env.memberships.create({
    user_id,
    organization_id,
    directory_managed: false,
    custom_attributes: {},
    ...fields,
  });
}

/** "member", or the last one where there is none. */
function defaultRole({ roles }: Environment): Role {
  return roles.find(({ slug }) => slug === "member") ?? roles.at(-1)!;
}

/** @throws ApiError 422 in WorkOS's words if the environment has no such role. */
export function roleOf({ roles }: Environment, slug: string): Role {
  const role = roles.find((each) => each.slug === slug);
  if (!role) throw refuse(422, "invalid_role", `Role '${slug}' is not a valid role.`);
  return role;
}

export function deleteOrganization(env: Environment, organization: Organization): void {
  for (const membership of env.memberships.all()) {
    if (membership.organization_id === organization.id) env.memberships.remove(membership);
  }
  for (const invitation of env.invitations.all()) {
    if (invitation.organization_id === organization.id) env.invitations.delete(invitation.id);
  }
  env.organizations.remove(organization);
}

/** A membership as the API shows it. */
export function shownMembership(env: Environment, membership: Membership) {
  return {
    ...membership,
    organization_name: env.organizations.get(membership.organization_id)?.name ?? "",
    user: env.users.get(membership.user_id),
  };
}

export function membershipOf(env: Environment, userId: string, organizationId: string) {
  return env.memberships
    .all()
    .find((each) => each.user_id === userId && each.organization_id === organizationId);
}

/** The organizations of a person, as the inbox names them. */
export function organizationNames(env: Environment, { id }: User): string[] {
  return choicesOf(env, id).map(({ organization, role }) => `${organization.name} (${role.slug})`);
}
