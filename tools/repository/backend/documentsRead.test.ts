import { getFunctionName, type FunctionReference } from "convex/server";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { api } from "../../../packages/convex-backend/convex/_generated/api";
import {
  authentication,
  claimsIn,
  startBackend,
  workosMembership,
  workosOrganization,
  workosSession,
  workosUser,
} from "../../../packages/convex-backend/test/setup";
import { startAppAdmin } from "./blocking";

const limits = { documentsRead: 32_000 };
const backend = startBackend({ transactionLimits: limits });
const claims = claimsIn("org_admins", "user_admin");
const admin = backend.withIdentity(claims);

const MEMBERS = 10_000;
const OTHERS = 1_000;
const LISTS = 50;
const TODOS = 200;
const range = (count: number) => Array.from({ length: count }, (_, number) => number);

/** An admin with as much of everything as there can be, among others who have much of it too. */
beforeAll(async () => {
  await startAppAdmin(backend);
  const version = { updatedAt: 0, asOf: "" };
  const ofOrganization = { workosOrganizationId: claims.org_id, ...version };
  await backend.run(async ({ db }) => {
    for (const n of range(MEMBERS)) {
      await db.insert("users", { workosId: `user_${n}`, email: "", name: "", ...version });
    }
  });
  await backend.run(async ({ db }) => {
    for (const n of range(MEMBERS)) {
      await db.insert("memberships", {
        ...{ ...ofOrganization, workosUserId: `user_${n}`, workosId: `om_${n}` },
        ...{ status: "active", role: "member", roles: ["member"], createdAt: n },
      });
    }
  });
  await backend.run(async ({ db }) => {
    const [own, other] = await db.query("users").take(2);
    for (const n of range(OTHERS)) {
      await db.insert("signUpRules", { kind: "blockedDomain", value: `${n}.example` });
      await db.insert("invitations", {
        ...{ ...ofOrganization, workosId: `invitation_${n}` },
        ...{ email: "", role: null, state: "pending", createdAt: n, expiresAt: n },
      });
      await db.insert("sessions", {
        ...{ sessionId: `session_${n}`, workosUserId: claims.subject, startedAt: n, endedAt: null },
        ...{ ipAddress: null, userAgent: null, authMethod: null },
      });
      const listId = await db.insert("lists", { ownerId: other!._id, name: "" });
      await db.insert("todos", { listId, text: "", done: false });
    }
    // They have one list already.
    const rest = range(LISTS - 1).map(() => db.insert("lists", { ownerId: own!._id, name: "" }));
    const lists = await Promise.all(rest);
    for (const n of range(TODOS)) {
      await db.insert("todos", { listId: lists[n % lists.length]!, text: "", done: false });
    }
  });
}, 60_000);

// What `startAppAdmin` sets is unset after each test.
beforeEach(() => {
  vi.stubEnv("ADMIN_ORGANIZATION_ID", claims.org_id);
});

// A document that a filter leaves out is read and not counted here; the linter refuses filters.

/** Who is asking: their user, and for an organization its row and their membership. */
const USER = 1;
const MEMBER = 3;
const page = { paginationOpts: { numItems: 20, cursor: null } };

type Query = FunctionReference<"query">;
const queries: [query: Query, args: object, documents: number][] = [
  // And the component's user.
  [api.account.current, {}, MEMBER + 1],
  [api.account.sessions, {}, USER + 50],
  [api.lists.list, { owner: "user" }, USER + LISTS + TODOS],
  [api.lists.list, { owner: "organization" }, MEMBER],
  [api.organizations.current, {}, MEMBER],
  [api.organizations.mine, {}, USER + 2],
  // Each with their user.
  [api.members.list, page, MEMBER + 20 + 20],
  [api.invitations.list, {}, MEMBER + 50],
  [api.admin.people, page, MEMBER + 20],
  [api.admin.rules, { kind: "blockedDomain", ...page }, MEMBER + 20],
];

test.each(queries.map(([query, ...rest]) => [getFunctionName(query), query, ...rest] as const))(
  "%s reads what it returns",
  async (_name, query, args, documents) => {
    const { documentsRead } = await admin.run(async (ctx) => {
      await ctx.runQuery(query, args);
      return await ctx.meta.getTransactionMetrics();
    });
    expect(documentsRead.used).toBe(documents);
  },
);

const ofMember = { id: "om_8", user_id: "user_8", organization_id: claims.org_id };

test.each([
  ["user.created", workosUser()],
  ["user.updated", workosUser({ id: "user_7", email: "new@example.com" })],
  ["user.deleted", workosUser({ id: "user_7" })],
  ["session.created", workosSession({ user_id: "user_8" })],
  ["organization_membership.updated", workosMembership(ofMember)],
  ["organization_membership.deleted", workosMembership(ofMember)],
  ["organization.updated", workosOrganization({ id: claims.org_id })],
])("%s reads a handful of documents", async (type, data) => {
  // What the component could not do is only logged.
  const log = vi.spyOn(console, "error");
  limits.documentsRead = 8;
  const { status } = await backend.sendEvent(type, data);
  expect([status, log.mock.calls]).toEqual([200, []]);
});

test("an action reads a handful of documents", async () => {
  const log = vi.spyOn(console, "error");
  limits.documentsRead = 8;
  const verdict = await backend.askAction(authentication("ada@mail.example.com"));
  expect([verdict, log.mock.calls]).toEqual(["Allow", []]);
});
