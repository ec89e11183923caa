import rateLimiter from "@convex-dev/rate-limiter/test";
import workOSAuthKit from "@convex-dev/workos-authkit/test";
import { convexTest } from "convex-test";
import type { GenericDatabaseReader, GenericDataModel } from "convex/server";
import { createHmac, randomUUID } from "node:crypto";
import { api } from "../convex/_generated/api";
import schema from "../convex/schema";
import { roles, type Role } from "../roles";

const modules = import.meta.glob("../convex/**/*.ts");

export type WorkOSFields = Record<string, unknown>;
type Options = Omit<Parameters<typeof convexTest>[0], "schema">;
type AnyDatabase = GenericDatabaseReader<GenericDataModel>;

/**
 * A backend of the test's own, with the components mounted as convex.config.ts does.
 *
 * @param options of `convexTest`; `modules` are beside those of convex/, or in place of them
 */
export function startBackend(options: Options = {}) {
  const backend = convexTest({
    schema,
    transactionLimits: true,
    ...options,
    modules: { ...modules, ...options.modules },
  });
  workOSAuthKit.register(backend, "workOSAuthKit");
  rateLimiter.register(backend, "rateLimiter");
  // convex-test has this and does not declare it.
  const inComponent = backend as unknown as {
    runInComponent<T>(name: string, run: (ctx: { db: AnyDatabase }) => Promise<T>): Promise<T>;
  };

  return {
    ...backend,
    /** POSTs what WorkOS would post, signed with the secret that WorkOS would use. */
    sendEvent: (event: string, data: WorkOSFields) => send(workosEvent(event, data)),
    /** The same for an event that is made already, to send it again for example. */
    send,
    /** What the action endpoint decides: the message of a denial, or "Allow". */
    askAction: async (context: WorkOSFields) => {
      const response = await post("/workos/action", context, process.env.WORKOS_ACTION_SECRET);
      const { payload } = (await response.json()) as {
        payload: { verdict: string; error_message?: string };
      };
      return payload.error_message ?? payload.verdict;
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
    return post("/workos/webhook", event, process.env.WORKOS_WEBHOOK_SECRET);
  }

  function post(path: string, content: WorkOSFields, secret = "") {
    const body = JSON.stringify(content);
    const headers = { "WorkOS-Signature": sign(body, secret) };
    return backend.fetch(path, { method: "POST", headers, body });
  }
}

async function documentsOf(db: AnyDatabase, tables: string[]) {
  const documents = await Promise.all(tables.map((table) => db.query(table).take(10_000)));
  return Object.fromEntries(tables.map((table, index) => [table, documents[index]!]));
}

function sign(body: string, secret: string): string {
  const timestamp = Date.now();
  const hash = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  return `t=${timestamp}, v1=${hash}`;
}

/** The claims of an access token for an organization, with the permissions of the role. */
export function claimsIn(org_id: string, subject: string, role: Role = "admin") {
  return { subject, org_id, role, roles: [role], permissions: [...roles[role]] };
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
