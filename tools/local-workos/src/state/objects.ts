import type { components } from "@workos/openapi-spec";

type Schemas = components["schemas"];

/** What every object of the WorkOS API has. */
export type ApiObject = { object: string; id: string; created_at: string; updated_at: string };

/** A user as the WorkOS API and its events show it; the SDKs know more than the published schema. */
export type User = Schemas["UserlandUser"] & {
  name: string | null;
  locale: string | null;
  metadata: Record<string, string>;
};

export type Organization = Schemas["Organization"];

/** A membership as its events show it; the API adds the user and the organization's name. */
export type Membership = Omit<
  Schemas["UserlandUserOrganizationMembership"],
  "user" | "organization_name"
> & { roles: { slug: string }[] };

export type Invitation = Schemas["UserlandUserInvite"];
export type Role = Schemas["Role"];
export type Permission = Schemas["AuthorizationPermission"];
export type WebhookEndpoint = Schemas["WebhookEndpointJson"];
export type RedirectUri = Schemas["RedirectUri"];
export type CorsOrigin = Schemas["CorsOriginResponse"];

/** A member of the WorkOS team who signs in as a user, and why. */
export type Impersonator = { email: string; reason: string | null };

/** A session as the WorkOS API and its events show it. */
export type Session = {
  object: "session";
  id: string;
  user_id: string;
  /** The organization that was chosen last; absent without one. */
  organization_id?: string;
  ip_address: string | null;
  user_agent: string | null;
  auth_method: "password" | "impersonation";
  /** Who acts as the user, in a session that was started from the dashboard. */
  impersonator?: Impersonator;
  status: "active" | "expired" | "revoked";
  expires_at: string;
  ended_at: string | null;
  created_at: string;
  updated_at: string;
};

export const eventNames = [
  ...(["user.created", "user.updated", "user.deleted"] as const),
  ...(["organization.created", "organization.updated", "organization.deleted"] as const),
  "organization_membership.created",
  "organization_membership.updated",
  "organization_membership.deleted",
  ...(["invitation.created", "invitation.accepted"] as const),
  ...(["invitation.resent", "invitation.revoked"] as const),
  ...(["session.created", "session.revoked"] as const),
];

/** The events that this environment has. */
export type EventName = (typeof eventNames)[number];

/** An event as it is delivered to webhook endpoints and listed by `/events`. */
export type WorkosEvent = {
  object: "event";
  id: string;
  event: EventName;
  data: ApiObject;
  created_at: string;
};

/** The device that a sign-in comes from. */
export type Device = { ipAddress: string | null; userAgent: string | null };

/** Emails are compared without regard to case. */
export function sameEmail(a: string, b: string): boolean {
  return normalizeEmail(a) === normalizeEmail(b);
}

export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** An object as everybody may see it: whoever has an invitation's token can accept it. */
export function withoutToken<Row extends object>(row: Row): Row {
  // JSON leaves these out.
  return { ...row, token: undefined, accept_invitation_url: undefined };
}
