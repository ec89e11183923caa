/** Paths of the backend's HTTP actions for WorkOS, on the deployment's site URL. */
export const webhookPath = "/workos/webhook";
export const actionPath = "/workos/action";

/** The events that convex/events.ts applies: those to select for the webhook endpoint in WorkOS. */
export const webhookEvents = [
  "user.created",
  "user.updated",
  "user.deleted",
  "session.created",
  "session.revoked",
] as const;
