import rateLimiter from "@convex-dev/rate-limiter/test";
import workOSAuthKit from "@convex-dev/workos-authkit/test";
import { convexTest } from "convex-test";
import type { GenericDatabaseReader, GenericDataModel } from "convex/server";
import { createHmac, randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, vi } from "vitest";
import { api } from "../convex/_generated/api";
import * as auth from "../convex/auth";
import { orgMutation, userQuery } from "../convex/functions";
import schema from "../convex/schema";
import { roles, type Role } from "../roles";

const modules = import.meta.glob("../convex/**/*.ts");

/** A function of each builder that no public function is made with. */
export const builders = {
  user: userQuery({ args: {}, handler: (ctx) => Promise.resolve(ctx.user.workosId) }),
  organization: orgMutation({
    permission: "lists:delete",
    args: {},
    handler: (ctx) => Promise.resolve(ctx.organization.name),
  }),
};

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
    modules: {
      ...modules,
      "../convex/auth.ts": () => Promise.resolve({ ...auth, authKitEvent }),
      "../convex/builders.ts": () => Promise.resolve(builders),
    },
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
    /** The component's user of that id. */
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

/** For the tests of a file: time passes as they say. */
export function useFakeTime() {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
}

/** The claims of an access token for an organization, with the permissions of the role. */
export function claimsIn(org_id: string, subject: string, role: Role = "admin") {
  return { subject, org_id, role, roles: [role], permissions: [...roles[role]] };
}

/** An admin of the app, as `ADMIN_ORGANIZATION_ID` has to name `org_admins` for it. */
export async function startAppAdmin(backend: ReturnType<typeof startBackend>) {
  vi.stubEnv("ADMIN_ORGANIZATION_ID", "org_admins");
  const claims = claimsIn("org_admins", "user_admin");
  await backend.sendEvent("user.created", workosUser({ id: claims.subject }));
  await backend.sendEvent(
    "organization_membership.created",
    workosMembership({ organization_id: claims.org_id, user_id: claims.subject, role: "admin" }),
  );
  return backend.withIdentity(claims);
}

type AnyDatabase = GenericDatabaseReader<GenericDataModel>;

async function documentsOf(db: AnyDatabase, tables: string[]) {
  const documents = await Promise.all(tables.map((table) => db.query(table).take(10_000)));
  return Object.fromEntries(tables.map((table, index) => [table, documents[index]!]));
}

/** The header that WorkOS signs a body with. */
function sign(body: string, secret = ""): Headers {
  const timestamp = Date.now();
  return { "WorkOS-Signature": `t=${timestamp}, v1=${hmac(`${timestamp}.${body}`, secret)}` };
}

function hmac(text: string, secret = ""): string {
  return createHmac("sha256", secret).update(text).digest("hex");
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

/** What WorkOS asks before somebody signs up. */
export function registration(email: string, more: WorkOSFields = {}): WorkOSFields {
  return {
    object: "user_registration_action_context",
    id: "user_registration_action_1",
    user_data: { object: "user_data", email, first_name: null, last_name: null },
    ...more,
  };
}

/** What WorkOS asks before its user_1 signs in. */
export function authentication(email: string, fields: WorkOSFields = {}): WorkOSFields {
  return {
    object: "authentication_action_context",
    id: "authentication_action_1",
    user: workosUser({ id: "user_1", email, ...fields }),
  };
}

/** What the action endpoint decides, after checking its signature: the message of a denial, or "Allow". */
export async function decide(
  backend: ReturnType<typeof startBackend>,
  context: WorkOSFields,
): Promise<string> {
  const response = await backend.askAction(context);
  expect(response.status).toBe(200);
  const { object, payload, signature } = (await response.json()) as {
    object: string;
    payload: { timestamp: number; verdict: string; error_message?: string };
    signature: string;
  };
  expect(object).toBe(String(context.object).replace("_context", "_response"));
  const body = JSON.stringify(payload);
  expect(signature).toBe(hmac(`${payload.timestamp}.${body}`, process.env.WORKOS_ACTION_SECRET));
  return payload.verdict === "Deny" ? payload.error_message! : payload.verdict;
}

/** What every object of WorkOS's API has. */
function workosObject(object: string, prefix: string) {
  const now = new Date().toISOString();
  return { object, id: `${prefix}_${randomUUID()}`, created_at: now, updated_at: now };
}

/** A WorkOS user as its API sends it. */
export function workosUser(fields: WorkOSFields = {}) {
  return {
    ...workosObject("user", "user"),
    email: "ada@example.com",
    email_verified: true,
    first_name: "Ada",
    last_name: "Lovelace",
    profile_picture_url: null,
    last_sign_in_at: null,
    locale: null,
    external_id: null,
    metadata: {},
    ...fields,
  };
}

export function workosSession(fields: WorkOSFields = {}) {
  return {
    ...workosObject("session", "session"),
    user_id: "user_1",
    ip_address: "192.0.2.1",
    user_agent: "Mozilla/5.0",
    auth_method: "password",
    status: "active",
    ended_at: null,
    ...fields,
  };
}

export function workosOrganization(fields: WorkOSFields = {}) {
  return {
    ...workosObject("organization", "org"),
    name: "Acme",
    domains: [],
    external_id: null,
    metadata: {},
    ...fields,
  };
}

export function workosMembership({ role = "member", ...fields }: WorkOSFields = {}) {
  return {
    ...workosObject("organization_membership", "om"),
    user_id: "user_1",
    organization_id: "org_1",
    organization_name: "Acme",
    status: "active",
    role: { slug: role },
    ...fields,
  };
}

export function workosInvitation(fields: WorkOSFields = {}) {
  return {
    ...workosObject("invitation", "invitation"),
    email: "new@example.com",
    state: "pending",
    expires_at: new Date(Date.now() + 7 * 24 * 60 * 60 * 1000).toISOString(),
    organization_id: "org_1",
    inviter_user_id: null,
    role_slug: "member",
    token: "secret-token",
    accept_invitation_url: "https://example.com/invite?token=secret-token",
    ...fields,
  };
}
