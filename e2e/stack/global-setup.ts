import { startTestStack } from "convex-authkit/testing";
import { PORT_OFFSET, WORKOS_API_KEY } from "./project.ts";

/** Starts the suite's stack with builds of the apps, and returns what ends it. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const stack = await startTestStack({ portOffset: PORT_OFFSET });
  process.env[WORKOS_API_KEY] = stack.workosApiKey;
  return () => stack.stop();
}
