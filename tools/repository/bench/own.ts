import { createControlClient } from "convex-authkit/testing";
import { PORT_OFFSET, project } from "../../../e2e/stack/project.ts";
import { startTestStack, type TestStack } from "../../convex-authkit/src/testing.ts";
import { call } from "./deployment.ts";
import type { Subject } from "./subjects.ts";

/** Starts the apps of this repository, with the action endpoint and the webhooks on. */
export async function startOwn(email: string) {
  const stack = await startTestStack({ portOffset: PORT_OFFSET });
  try {
    return { subjects: await prepare(stack, email), stop: () => stack.stop() };
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

async function prepare(stack: TestStack, email: string): Promise<Subject[]> {
  const workos = createControlClient({ url: project.workosUrl, apiKey: stack.workosApiKey });
  const { id: subject } = await workos.createUser({ email, first_name: "Bench" });
  await workos.waitForDelivery({ email, type: "user.created" });
  // The hosted page lets the person through without a click, so that only the apps are measured.
  await workos.settings({ autoSignIn: email });
  const data = "What the bench waits for";
  const convex = { url: stack.convexUrl, adminKey: stack.secrets.convexAdminKey };
  await call({ convex }, "mutation", "lists:create", { owner: "user", name: data }, { subject });
  const ports = [stack.convexUrl, project.workosUrl].map((url) => Number(new URL(url).port));
  return project.apps.map(({ name, origin }) => ({
    name,
    origin,
    ports: [Number(new URL(origin).port), ...ports],
    data,
    words: "Convex-authenticated",
  }));
}
