import workOSAuthKit from "@convex-dev/workos-authkit/test";
import { convexTest } from "convex-test";
import { createHmac, randomUUID } from "node:crypto";
import schema from "../convex/schema";

const modules = import.meta.glob("../convex/**/*.ts");

/** A backend of the test's own, with the component mounted as convex.config.ts does. */
export function startBackend() {
  const backend = convexTest(schema, modules);
  workOSAuthKit.register(backend, "workOSAuthKit");

  return {
    ...backend,
    /** POSTs what WorkOS would post, signed with the secret that WorkOS would use. */
    sendEvent: (event: string, data: Record<string, unknown>) =>
      post("/workos/webhook", process.env.WORKOS_WEBHOOK_SECRET, {
        object: "event",
        id: `event_${randomUUID()}`,
        event,
        data,
        created_at: new Date().toISOString(),
      }),
    askAction: (context: Record<string, unknown>) =>
      post("/workos/action", process.env.WORKOS_ACTION_SECRET, context),
  };

  function post(path: string, secret: string | undefined, payload: unknown) {
    const body = JSON.stringify(payload);
    const timestamp = Date.now();
    const signature = createHmac("sha256", secret ?? "").update(`${timestamp}.${body}`);
    return backend.fetch(path, {
      method: "POST",
      headers: { "WorkOS-Signature": `t=${timestamp}, v1=${signature.digest("hex")}` },
      body,
    });
  }
}

/** A WorkOS user as its API sends it. */
export function workosUser(fields: Record<string, unknown> = {}) {
  const now = new Date().toISOString();
  return {
    object: "user",
    id: `user_${randomUUID()}`,
    email: "ada@example.com",
    email_verified: true,
    first_name: "Ada",
    last_name: "Lovelace",
    profile_picture_url: null,
    last_sign_in_at: null,
    locale: null,
    external_id: null,
    metadata: {},
    created_at: now,
    updated_at: now,
    ...fields,
  };
}
