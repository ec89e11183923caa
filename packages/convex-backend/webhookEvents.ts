/**
 * The event types that the webhook endpoint gets. `auth.ts` must handle each of these and no other:
 * a difference is a type error there.
 */
export const webhookEvents = [
  "user.created",
  "user.updated",
  "user.deleted",
  "session.created",
  "session.revoked",
  "organization.created",
  "organization.updated",
  "organization.deleted",
  "organization_membership.created",
  "organization_membership.updated",
  "organization_membership.deleted",
  "invitation.created",
  "invitation.accepted",
  "invitation.revoked",
  "invitation.resent",
] as const;
