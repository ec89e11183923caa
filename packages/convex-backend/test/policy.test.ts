import type { FunctionReference, UserIdentity } from "convex/server";
import { ConvexError } from "convex/values";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api } from "../convex/_generated/api";
import {
  adminsOnly,
  callers,
  everyUser,
  ORGANIZATION,
  outsiders,
  ownersOnly,
  refused,
  returns,
  startWorld,
  type Caller,
  type Expected,
  type Refused,
  type Row,
  type World,
} from "./policy";
import { usersPolicy } from "./usersPolicy";
import { stubWorkOS } from "./workosApi";

const listGone = "That list is no longer there.";
const aPage = { numItems: 10, cursor: null };
const anId = expect.any(String) as unknown;
const privateList = [expect.objectContaining({ name: "Private" })];
const withPrivate = expect.arrayContaining(privateList) as unknown;
const withoutPrivate = expect.not.arrayContaining(privateList) as unknown;
const current = (id: string, more: object = {}) =>
  returns({ authUser: { id }, refusal: null, reason: null, isAdmin: false, ...more });
const notAllowed = ({ refused: refusal }: Refused, reason: string, more: object = {}) =>
  returns({ user: null, refusal, reason, isAdmin: false, ...more });
/** What a query that refuses nobody has for those who may not act. */
const nothing = Object.fromEntries(
  Object.keys(outsiders).map((caller) => [caller, returns([])]),
) as Record<keyof typeof outsiders, Expected>;

const policy: Record<string, Row> = {
  ...usersPolicy,
  "account:current": {
    args: () => ({}),
    expected: {
      nobody: returns(null),
      owner: current("user_owner"),
      other: current("user_other"),
      "a member of the admins' organization": current("user_other"),
      "another organization's admin": current("user_other"),
      "an admin of no organization": current("user_other"),
      admin: current("user_admin", { isAdmin: true }),
      "a blocked admin": notAllowed(outsiders["a blocked admin"], "blocked"),
      "an admin whose session has ended": notAllowed(
        outsiders["an admin whose session has ended"],
        "sessionEnded",
        { authUser: null },
      ),
      "a deleted admin": notAllowed(outsiders["a deleted admin"], "deleted"),
      "somebody without a row": notAllowed(outsiders["somebody without a row"], "beingSetUp"),
    },
  },
  "lists:mine": {
    args: () => ({}),
    expected: {
      ...everyUser(withoutPrivate, withPrivate),
      ...nothing,
    },
  },
  "lists:create": { args: () => ({ name: "New" }), expected: everyUser(anId) },
  "lists:remove": { args: ({ listId }) => ({ listId }), expected: ownersOnly(null, listGone) },
  "todos:add": {
    args: ({ listId }) => ({ listId, text: "Milk" }),
    expected: ownersOnly(anId, listGone),
  },
  "todos:setDone": {
    args: ({ todoId }) => ({ todoId, done: true }),
    expected: ownersOnly(null, listGone),
  },
  "todos:remove": { args: ({ todoId }) => ({ todoId }), expected: ownersOnly(null, listGone) },
  "sessions:mine": {
    args: () => ({}),
    expected: {
      ...everyUser([], [{ sessionId: "session_1", isCurrent: true, endedAt: null }]),
      ...nothing,
    },
  },
  "rules:list": {
    args: () => ({ kind: "blockedDomain", paginationOpts: aPage }),
    expected: adminsOnly({ page: [{ value: "ruled.example" }], isDone: true }),
  },
  "rules:alwaysBlocked": { args: () => ({}), expected: adminsOnly(["blocked.example"]) },
  "rules:add": {
    args: () => ({ kind: "allowedDomain", value: "Example.com" }),
    expected: adminsOnly(anId),
  },
  "rules:remove": { args: ({ ruleId }) => ({ ruleId }), expected: adminsOnly(null) },
};

/** Every public function, as its modules register them. */
const modules = import.meta.glob<Record<string, unknown>>(
  ["../convex/*.ts", "!../convex/convex.config.ts"],
  { eager: true },
);
const publicFunctions = Object.entries(modules).flatMap(([path, module]) =>
  Object.entries(module).flatMap(([name, value]) => {
    const registered = value as { isPublic?: true; isQuery?: true; isMutation?: true } | null;
    if (typeof value !== "function" || !registered?.isPublic) return [];
    const type = registered.isQuery ? "query" : registered.isMutation ? "mutation" : "action";
    return [{ path: `${/(\w+)\.ts$/.exec(path)![1]}:${name}`, type } as const];
  }),
);

function referenceTo(path: string): FunctionReference<"query" & "mutation" & "action"> {
  const [module, name] = path.split(":") as [keyof typeof api, never];
  return api[module][name];
}

beforeEach(() => {
  vi.stubEnv("ADMIN_ORGANIZATION_ID", ORGANIZATION);
  vi.useFakeTimers();
  stubWorkOS();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

type Claims = Partial<UserIdentity> | null;

async function call(claims: Claims, path: string, world: World): Promise<Expected> {
  const type = publicFunctions.find((known) => known.path === path)!.type;
  const as = claims ? world.backend.withIdentity(claims) : world.backend;
  const invoke = as[type] as (reference: unknown, args: unknown) => Promise<unknown>;
  try {
    return returns(await invoke(referenceTo(path), await policy[path]!.args(world)));
  } catch (error) {
    // Anything else, an argument that does not fit for example, is no refusal and fails the test.
    if (error instanceof ConvexError && typeof error.data === "string") return refused(error.data);
    throw error;
  }
}

test("every public function has a row, and every row a function", () => {
  expect(Object.keys(policy).sort()).toEqual(publicFunctions.map(({ path }) => path).sort());
});

describe.each(Object.keys(policy))("%s", (path) => {
  const { expected } = policy[path]!;

  test.each(Object.keys(callers) as Caller[])("for %s", async (caller) => {
    const world = await startWorld();
    const before = await world.backend.documents();
    const result = await call(callers[caller], path, world);
    expect(result).toMatchObject(expected[caller]);
    if ("refused" in result) expect(await world.backend.documents()).toEqual(before);
  });
});

test("nobody is an admin when no organization is named", async () => {
  const adminFunctions = Object.keys(policy).filter(
    (path) => "refused" in policy[path]!.expected.owner,
  );
  expect(adminFunctions.length).toBeGreaterThan(3);
  for (const value of [undefined, ""]) {
    vi.stubEnv("ADMIN_ORGANIZATION_ID", value);
    const world = await startWorld();
    for (const org_id of [undefined, "", "undefined", ORGANIZATION]) {
      for (const path of adminFunctions) {
        expect(await call({ ...callers.admin, org_id }, path, world)).toEqual(
          refused("Only an admin of this app may do that."),
        );
      }
    }
  }
});
