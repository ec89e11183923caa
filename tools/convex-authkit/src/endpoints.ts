import type { Project } from "./project/project.ts";

/** Paths of the backend's HTTP actions for WorkOS, as the AuthKit component has them. */
export const webhookPath = "/workos/webhook";
export const actionPath = "/workos/action";

/** The event types of the webhook endpoint: the component's own, unless the project says more. */
export function webhookEventsOf({ config }: Project): readonly string[] {
  return config.webhookEvents ?? ["user.created", "user.updated", "user.deleted"];
}
