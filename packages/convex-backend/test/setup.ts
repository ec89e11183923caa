import { AuthKit } from "@convex-dev/workos-authkit";
import rateLimiter from "@convex-dev/rate-limiter/test";
import workOSAuthKit from "@convex-dev/workos-authkit/test";
import { convexTest } from "convex-test";
import type { GenericDatabaseReader, GenericDataModel } from "convex/server";
import { createHmac, randomUUID } from "node:crypto";
import { api } from "../convex/_generated/api";
import type { DataModel } from "../convex/_generated/dataModel";
import * as auth from "../convex/auth";
import schema from "../convex/schema";

const modules = import.meta.glob("../convex/**/*.ts");

type TransactionLimits = NonNullable<
  Extract<Parameters<typeof convexTest>[0], { transactionLimits?: unknown }>["transactionLimits"]
>;
type Headers = Record<string, string>;
export type Route = "/workos/webhook" | "/workos/action";
export type WorkOSFields = Record<string, unknown>;

/**
 * A backend of the test's own, with the component mounted as convex.config.ts does.
 *
 * @param authKitEvent the app's own reactions, in place of those in auth.ts
 */
export function startBackend(limits: TransactionLimits = true, authKitEvent = auth.authKitEvent) {
  const backend = convexTest({
    schema,
    modules: { ...modules, "../convex/auth.ts": () => Promise.resolve({ ...auth, authKitEvent }) },
    transactionLimits: limits,
  });
  workOSAuthKit.register(backend, "workOSAuthKit");
  rateLimiter.register(backend, "rateLimiter");
  // convex-test has this and does not declare it.
  const inComponent = backend as unknown as {
    runInComponent<T>(name: string, run: (ctx: { db: AnyDatabase }) => Promise<T>): Promise<T>;
  };

  return {
    ...backend,
    post,
    /** POSTs what WorkOS would post, signed with the secret that WorkOS would use. */
    sendEvent: (event: string, data: WorkOSFields) => send(workosEvent(event, data)),
    /** The same for an event that is made already, to send it again for example. */
    send,
    askAction: (context: WorkOSFields) => {
      const body = JSON.stringify(context);
      return post("/workos/action", body, sign(body, process.env.WORKOS_ACTION_SECRET));
    },
    /** Every document of every table, ours and the component's. */
    documents: async () => {
      const ours = await backend.run((ctx) => documentsOf(ctx.db, Object.keys(schema.tables)));
      const component = await inComponent.runInComponent("workOSAuthKit", (ctx) =>
        documentsOf(ctx.db, Object.keys(workOSAuthKit.schema.tables)),
      );
      return { ours, component };
    },
    /** The component's user, whoever asks. */
    authUser: async (id: string) =>
      (await backend.withIdentity({ subject: id }).query(api.account.current))?.authUser ?? null,
  };

  function send(event: WorkOSFields) {
    const body = JSON.stringify(event);
    return post("/workos/webhook", body, sign(body, process.env.WORKOS_WEBHOOK_SECRET));
  }

  function post(path: Route, body: BodyInit | null, headers: Headers) {
    return backend.fetch(path, { method: "POST", headers, body });
  }
}

/** Reactions of the app's own, for {@link startBackend}: each calls this with the type of its event. */
export function reacting(react: (type: string) => void) {
  const authKit = AuthKit.prototype as AuthKit<DataModel>;
  const reaction = (_ctx: unknown, { event }: { event: string }) => {
    react(event);
    return Promise.resolve();
  };
  return authKit.events({
    "user.created": reaction,
    "user.updated": reaction,
    "user.deleted": reaction,
    "session.created": reaction,
    "organization.created": reaction,
  }).authKitEvent;
}

type AnyDatabase = GenericDatabaseReader<GenericDataModel>;

async function documentsOf(db: AnyDatabase, tables: string[]) {
  const documents = await Promise.all(tables.map((table) => db.query(table).take(10_000)));
  return Object.fromEntries(tables.map((table, index) => [table, documents[index]!]));
}

/** The header that WorkOS signs a body with. */
export function sign(body: string, secret = "", timestamp: number | string = Date.now()): Headers {
  const signature = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  return { "WorkOS-Signature": `t=${timestamp}, v1=${signature}` };
}

/** An event as WorkOS sends it. */
export function workosEvent(event: string, data: unknown) {
  return {
    object: "event",
    id: `event_${randomUUID()}`,
    event,
    data,
    created_at: new Date().toISOString(),
  };
}

/** A session as WorkOS sends it. */
export function workosSession(fields: WorkOSFields = {}) {
  const now = new Date().toISOString();
  return {
    object: "session",
    id: `session_${randomUUID()}`,
    user_id: "user_1",
    ip_address: "192.0.2.1",
    user_agent: "Mozilla/5.0",
    auth_method: "password",
    status: "active",
    expires_at: now,
    ended_at: null,
    created_at: now,
    updated_at: now,
    ...fields,
  };
}

/** Whether the action endpoint lets WorkOS's user_1 sign in. */
export async function mayAuthenticate(backend: ReturnType<typeof startBackend>, email: string) {
  const response = await backend.askAction({
    object: "authentication_action_context",
    id: "authentication_action_1",
    user: workosUser({ id: "user_1", email }),
  });
  const { payload } = (await response.json()) as { payload: { verdict: string } };
  return payload.verdict === "Allow";
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
