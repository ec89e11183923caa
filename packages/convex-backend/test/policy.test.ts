import { makeFunctionReference, type UserIdentity } from "convex/server";
import { ConvexError, type Value } from "convex/values";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { api } from "../convex/_generated/api";
import { orgMutation, userQuery } from "../convex/functions";
import type { ErrorCode } from "../convex/model/errors";
import {
  claimsIn,
  startBackend,
  workosInvitation,
  workosMembership,
  workosOrganization,
  workosSession,
  workosUser,
} from "./setup";
import { stubWorkOS } from "./workosApi";

/** Who calls: the claims of their access token. */
const callers = {
  "signed out": null,
  blocked: claimsIn("org_1", "user_blocked"),
  "session ended": { ...claimsIn("org_1", "user_ended"), sid: "session_ended" },
  deleted: claimsIn("org_1", "user_deleted"),
  "without a row": claimsIn("org_1", "user_new"),
  user: { subject: "user_user", sid: "session_1" },
  member: claimsIn("org_1", "user_member", "member"),
  admin: claimsIn("org_1", "user_org_admin"),
  /** An admin of another organization. */
  stranger: claimsIn("org_2", "user_stranger"),
  "former member": claimsIn("org_1", "user_former"),
  "inactive member": claimsIn("org_1", "user_inactive"),
  /** An admin who was made a member, and has a token from before. */
  demoted: claimsIn("org_1", "user_demoted"),
  "app admin": claimsIn("org_admins", "user_admin"),
  /** A member of the app admins' organization. */
  "app member": claimsIn("org_admins", "user_app_member", "member"),
  impersonated: { ...claimsIn("org_1", "user_org_admin"), "act.sub": "staff@example.com" },
  "impersonated app admin": {
    ...claimsIn("org_admins", "user_admin"),
    "act.sub": "staff@example.com",
  },
} satisfies Record<string, Partial<UserIdentity> | null>;

type Caller = keyof typeof callers;
type World = Awaited<ReturnType<typeof startWorld>>;
/** What a caller gets: a refusal by its code, or what the function returns. */
type Expected = ErrorCode | { returns: unknown };
type Row = {
  args?: (world: World) => Record<string, Value>;
  expected: Record<Caller, Expected>;
};

const returns = (value: unknown): Expected => ({ returns: value });
const names = Object.keys(callers) as Caller[];

/** An answer for all who may call functions at all, and for some another. */
function users(answer: Expected, others: Partial<Record<Caller, Expected>> = {}): Row["expected"] {
  const outsiders: Partial<Record<Caller, Expected>> = {
    "signed out": "signedOut",
    blocked: "blocked",
    "session ended": "sessionEnded",
    deleted: "deleted",
    "without a row": "beingSetUp",
  };
  return Object.fromEntries(
    names.map((name) => [name, others[name] ?? outsiders[name] ?? answer]),
  ) as Row["expected"];
}

/** An answer for everybody, as the function refuses nobody, and for some another. */
function everybody(answer: unknown, others: Partial<Record<Caller, Expected>>): Row["expected"] {
  return { ...users(returns(answer)), ...all(names, returns(answer)), ...others };
}

function all(some: Caller[], answer: Expected): Partial<Record<Caller, Expected>> {
  return Object.fromEntries(some.map((name) => [name, answer]));
}

/** No impersonated session changes anything. */
const impersonated = all(["impersonated", "impersonated app admin"], "impersonated");

/** What members of org_1 may do with its lists. */
const membersOnly = (value: unknown): Row["expected"] =>
  users("notFound", { ...all(["member", "admin", "demoted"], returns(value)), ...impersonated });

/** What takes a permission in the organization of the token; `elsewhere`: for an admin of another one. */
const managersOnly = (value: unknown, elsewhere: Expected): Row["expected"] =>
  users("notMember", {
    ...{ member: "forbidden", "app member": "forbidden", demoted: "needsNewToken" },
    ...{ admin: returns(value), stranger: elsewhere, "app admin": elsewhere },
    ...impersonated,
  });

const appAdminsOnly = (value: unknown, ofImpersonated: Expected = "impersonated") =>
  users("forbidden", {
    "app admin": returns(value),
    "impersonated app admin": ofImpersonated,
  });

const aPage = { numItems: 1, cursor: null };
const anId = expect.any(String) as unknown;
const named = (name: string): unknown => [expect.objectContaining({ name })];
const shared = returns(named("Shared"));
const inOrganization = (role: string, may: boolean, needsNewToken = false) =>
  returns({
    ...{ organizationId: "org_1", name: "Acme", role, needsNewToken },
    ...{ canManageMembers: may, canDeleteLists: may },
  });
const acme = (role: string) => returns([{ organizationId: "org_1", name: "Acme", role }]);
const account = (id: string, more: object = {}) =>
  returns({
    ...{ authUser: { id }, refusal: null, reason: null, isAdmin: false, impersonatedBy: null },
    ...more,
  });
const noAccount = (reason: ErrorCode, more: object = {}) =>
  returns({ user: null, refusal: anId, reason, isAdmin: false, ...more });

/** Who may do what: every public function, and what each caller gets. */
const policy: Record<string, Row> = {
  "account:current": {
    expected: {
      "signed out": returns(null),
      blocked: noAccount("blocked"),
      "session ended": noAccount("sessionEnded", { authUser: null }),
      deleted: noAccount("deleted"),
      "without a row": noAccount("beingSetUp"),
      user: account("user_user"),
      member: account("user_member"),
      admin: account("user_org_admin"),
      stranger: account("user_stranger"),
      "former member": account("user_former"),
      "inactive member": account("user_inactive"),
      demoted: account("user_demoted"),
      "app admin": account("user_admin", { isAdmin: true }),
      "app member": account("user_app_member"),
      impersonated: account("user_org_admin", { impersonatedBy: "staff@example.com" }),
      "impersonated app admin": account("user_admin", {
        isAdmin: true,
        impersonatedBy: "staff@example.com",
      }),
    },
  },
  // It also creates the row of a user who is impersonated: that is no change of theirs.
  "account:ensureUser": { expected: users(returns(null), { "without a row": returns(null) }) },
  "account:sessions": {
    expected: everybody([], { user: returns([{ sessionId: "session_1", isCurrent: true }]) }),
  },
  "account:revokeSession": {
    args: () => ({ sessionId: "session_1" }),
    expected: users("notFound", { user: returns(null), ...impersonated }),
  },
  "account:revokeOtherSessions": { expected: users(returns(null), impersonated) },

  "lists:list": {
    args: () => ({ owner: "organization" }),
    expected: everybody([], {
      ...all(["member", "admin", "demoted", "impersonated"], shared),
    }),
  },
  "lists:create": {
    args: () => ({ owner: "organization", name: "New" }),
    expected: users("notMember", {
      ...all(["member", "admin", "demoted", "stranger", "app admin", "app member"], returns(anId)),
      ...impersonated,
    }),
  },
  "lists:remove": {
    args: ({ listId }) => ({ listId }),
    expected: users("notFound", {
      ...{ member: "forbidden", demoted: "needsNewToken", admin: returns(null) },
      ...impersonated,
    }),
  },
  "todos:add": {
    args: ({ listId }) => ({ listId, text: "Milk" }),
    expected: membersOnly(anId),
  },
  "todos:setDone": {
    args: ({ todoId }) => ({ todoId, done: true }),
    expected: membersOnly(null),
  },
  "todos:remove": { args: ({ todoId }) => ({ todoId }), expected: membersOnly(null) },

  "organizations:mine": {
    expected: everybody([], {
      ...{ member: acme("member"), demoted: acme("member") },
      ...all(["admin", "impersonated"], acme("admin")),
      ...all(["stranger", "app admin", "app member", "impersonated app admin"], returns([{}])),
    }),
  },
  "organizations:current": {
    expected: everybody(null, {
      member: inOrganization("member", false),
      demoted: inOrganization("member", false, true),
      ...all(["admin", "impersonated"], inOrganization("admin", true)),
      ...all(["stranger", "app admin", "impersonated app admin"], returns({ role: "admin" })),
      "app member": returns({ role: "member" }),
    }),
  },
  "organizations:create": {
    args: () => ({ name: "New" }),
    expected: users(returns(anId), impersonated),
  },
  "organizations:leave": {
    expected: users("notMember", {
      ...all(["member", "admin", "demoted", "stranger", "app member"], returns(null)),
      // The only admin, and a member stays.
      ...{ "app admin": "invalid" },
      ...impersonated,
    }),
  },
  "members:list": {
    args: () => ({ paginationOpts: aPage }),
    expected: users("notMember", {
      ...all(
        ["member", "admin", "demoted", "impersonated"],
        returns({ page: [{ name: "org_admin" }] }),
      ),
      ...all(
        ["stranger", "app admin", "app member", "impersonated app admin"],
        returns({ page: [{}] }),
      ),
    }),
  },
  "members:changeRole": {
    args: ({ membershipId }) => ({ membershipId, role: "admin" }),
    expected: managersOnly(null, "notFound"),
  },
  "members:remove": {
    args: ({ membershipId }) => ({ membershipId }),
    expected: managersOnly(null, "notFound"),
  },
  "invitations:list": {
    expected: everybody([], {
      ...all(["admin", "impersonated"], returns([{ email: "new@example.com", state: "pending" }])),
    }),
  },
  "invitations:send": {
    args: () => ({ email: "other@example.com", role: "member" }),
    expected: managersOnly(null, returns(null)),
  },
  "invitations:revoke": {
    args: ({ invitationId }) => ({ invitationId }),
    expected: managersOnly(null, "notFound"),
  },

  "builders:user": {
    expected: users(returns(expect.stringMatching(/^user_/)), {}),
  },
  "builders:organization": {
    expected: managersOnly("Acme", returns("Acme")),
  },

  "admin:people": {
    args: () => ({ paginationOpts: aPage }),
    expected: appAdminsOnly(
      { page: [{ email: "app_member@example.com", isBlocked: false }] },
      returns({ page: [{}] }),
    ),
  },
  "admin:block": { args: ({ userId }) => ({ userId }), expected: appAdminsOnly(null) },
  "admin:unblock": { args: ({ userId }) => ({ userId }), expected: appAdminsOnly(null) },
  "admin:rules": {
    args: () => ({ kind: "blockedDomain", paginationOpts: aPage }),
    expected: appAdminsOnly({ page: [{ value: "ruled.example" }] }, returns({ page: [{}] })),
  },
  "admin:alwaysBlocked": {
    expected: appAdminsOnly(["blocked.example"], returns(["blocked.example"])),
  },
  "admin:addRule": {
    args: () => ({ kind: "allowedDomain", value: "Example.com" }),
    expected: appAdminsOnly(anId),
  },
  "admin:removeRule": { args: ({ ruleId }) => ({ ruleId }), expected: appAdminsOnly(null) },
};

/** A function of each builder that no public function is made with. */
const builders = {
  user: userQuery({ args: {}, handler: (ctx) => Promise.resolve(ctx.user.workosId) }),
  organization: orgMutation({
    permission: "lists:delete",
    args: {},
    handler: (ctx) => Promise.resolve(ctx.organization.name),
  }),
};

/** A backend of the test's own, with something of everybody's in it. */
async function startWorld() {
  const backend = startBackend({
    modules: { "../convex/builders.ts": () => Promise.resolve(builders) },
  });
  const workos = stubWorkOS();
  const created = async (kind: string, object: { id: string }, type = "created") => {
    expect((await backend.sendEvent(`${kind}.${type}`, object)).status).toBe(200);
  };
  vi.stubEnv("ADMIN_ORGANIZATION_ID", "org_admins");
  const members: Record<string, [organization: string, fields: Record<string, unknown>]> = {
    org_admin: ["org_1", { role: "admin" }],
    member: ["org_1", {}],
    demoted: ["org_1", { role: "member" }],
    inactive: ["org_1", { role: "admin", status: "inactive" }],
    former: ["org_1", { role: "admin" }],
    blocked: ["org_1", { role: "admin" }],
    ended: ["org_1", { role: "admin" }],
    stranger: ["org_2", { role: "admin" }],
    admin: ["org_admins", { role: "admin" }],
    app_member: ["org_admins", {}],
  };
  workos.users.push(workosUser({ id: "user_user" }));
  for (const name of ["user", ...Object.keys(members)]) {
    const email = `${name}@example.com`;
    await created("user", workosUser({ id: `user_${name}`, email, name }));
  }
  await created("organization", workosOrganization({ id: "org_1" }));
  for (const [name, [organization_id, fields]] of Object.entries(members)) {
    const user_id = `user_${name}`;
    const membership = workosMembership({ id: `om_${name}`, user_id, organization_id, ...fields });
    workos.memberships.push(membership);
    await created("organization_membership", membership);
    if (name === "former") await created("organization_membership", membership, "deleted");
  }
  await created("user", workosUser({ id: "user_deleted" }), "deleted");
  const session = workosSession({ id: "session_1", user_id: "user_user" });
  workos.sessions.push(session);
  await created("session", session);
  const ended = workosSession({ id: "session_ended", user_id: "user_ended" });
  await created("session", ended, "revoked");
  const invitation = workosInvitation();
  workos.invitations.push(invitation);
  await created("invitation", invitation);

  const admin = backend.withIdentity(callers.admin);
  const listId = await admin.mutation(api.lists.create, { owner: "organization", name: "Shared" });
  const todoId = await admin.mutation(api.todos.add, { listId, text: "Secret" });
  const ids = await backend.run(async (ctx) => {
    await ctx.db.insert("signUpRules", { kind: "blockedPerson", value: "user_blocked" });
    const rule = { kind: "blockedDomain", value: "ruled.example" } as const;
    const ruleId = await ctx.db.insert("signUpRules", rule);
    const userId = (await ctx.db.query("users").take(2))[1]!._id;
    return { listId, todoId, ruleId, userId };
  });
  return { backend, workos, ...ids, membershipId: "om_member", invitationId: invitation.id };
}

/** Every public function, as its modules register them. */
const modules = import.meta.glob<Record<string, unknown>>(
  ["../convex/*.ts", "!../convex/convex.config.ts"],
  { eager: true },
);
const publicFunctions = Object.entries({ ...modules, "builders.ts": builders }).flatMap(
  ([path, module]) =>
    Object.entries(module).flatMap(([name, value]) => {
      const registered = value as { isPublic?: true; isQuery?: true; isMutation?: true } | null;
      if (typeof value !== "function" || !registered?.isPublic) return [];
      const type = registered.isQuery ? "query" : registered.isMutation ? "mutation" : "action";
      return [{ path: `${/(\w+)\.ts$/.exec(path)![1]}:${name}`, type } as const];
    }),
);

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});

type Claims = Partial<UserIdentity> | null;

async function call(claims: Claims, path: string, world: World): Promise<Expected> {
  const type = publicFunctions.find((known) => known.path === path)!.type;
  const as = claims ? world.backend.withIdentity(claims) : world.backend;
  const invoke = as[type] as (reference: unknown, args: unknown) => Promise<unknown>;
  try {
    return returns(await invoke(makeFunctionReference(path), policy[path]!.args?.(world) ?? {}));
  } catch (error) {
    // Anything else, an argument that does not fit for example, is no refusal and fails the test.
    if (!(error instanceof ConvexError)) throw error;
    const { code, message } = error.data as { code: ErrorCode; message: string };
    expect(message).toMatch(/^[A-Z].*\.$/);
    return code;
  }
}

test("every public function has a row, and every row a function", () => {
  expect(Object.keys(policy).sort()).toEqual(publicFunctions.map(({ path }) => path).sort());
});

describe.each(Object.keys(policy))("%s", (path) => {
  test.each(names)("for %s", async (caller) => {
    const world = await startWorld();
    const before = await world.backend.documents();
    const result = await call(callers[caller], path, world);
    const expected = policy[path]!.expected[caller];
    if (typeof result === "string" || typeof expected === "string") {
      expect(result).toBe(expected);
      expect(await world.backend.documents()).toEqual(before);
      expect(world.workos.requests.filter((request) => !request.startsWith("GET"))).toEqual([]);
    } else {
      expect(result).toMatchObject(expected);
    }
  });
});

test("nobody is an admin of the app when no organization is named", async () => {
  const world = await startWorld();
  const adminFunctions = Object.keys(policy).filter((path) => path.startsWith("admin:"));
  for (const value of [undefined, ""]) {
    vi.stubEnv("ADMIN_ORGANIZATION_ID", value);
    for (const org_id of [undefined, "", "undefined", "org_admins"]) {
      for (const path of adminFunctions) {
        const claims = { ...callers["app admin"], org_id };
        expect(await call(claims, path, world)).toBe("forbidden");
      }
    }
  }
});
