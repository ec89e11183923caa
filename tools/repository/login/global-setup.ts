import { startTestStack } from "convex-authkit/testing";
import { PORT_OFFSET, WORKOS_API_KEY } from "../../../e2e/stack/project.ts";

/** The custom authentication domain of WorkOS, for those whose tokens name it. */
export const AUTHENTICATION_DOMAIN = "auth.example";

/** Nobody signs up with an email address of this domain. */
export const BLOCKED_DOMAIN = "blocked.example";

/** Starts a stack with builds of the apps, and returns what ends it. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const stack = await startTestStack({
    portOffset: PORT_OFFSET,
    deploymentVariables: {
      WORKOS_API_HOSTNAME: AUTHENTICATION_DOMAIN,
      BLOCKED_EMAIL_DOMAINS: BLOCKED_DOMAIN,
    },
  });
  process.env[WORKOS_API_KEY] = stack.workosApiKey;
  return () => stack.stop();
}
