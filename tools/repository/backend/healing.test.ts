import { beforeEach, describe, expect, test, vi } from "vitest";
import { api, internal } from "../../../packages/convex-backend/convex/_generated/api";
import {
  startBackend,
  workosEvent,
  workosInvitation,
  workosMembership,
  workosOrganization,
  workosUser,
} from "../../../packages/convex-backend/test/setup";
import { stubWorkOS } from "../../../packages/convex-backend/test/workosApi";

const ada = workosUser({ id: "user_1" });
const asAda = { subject: "user_1" };

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});

/** The users, and how many lists each starts with. */
async function rows(backend: ReturnType<typeof startBackend>) {
  const { ours } = await backend.documents();
  return ours.users!.map(({ _id, workosId, email }) => ({
    workosId: workosId as string,
    email: email as string,
    lists: ours.lists!.filter(({ ownerId }) => ownerId === _id).length,
  }));
}

describe("ensureUser", () => {
  test("makes the row at once, and gets the profile from WorkOS", async () => {
    const backend = startBackend();
    stubWorkOS({ users: [ada] });
    const signedIn = backend.withIdentity(asAda);
    await signedIn.mutation(api.account.ensureUser);
    expect(await rows(backend)).toEqual([{ workosId: "user_1", email: "", lists: 1 }]);
    expect(await signedIn.mutation(api.lists.create, { owner: "user", name: "Mine" })).toBeTruthy();

    await backend.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await signedIn.query(api.account.current)).toMatchObject({
      authUser: { id: "user_1", email: "ada@example.com" },
      user: { email: "ada@example.com", name: "Ada Lovelace" },
    });
  });

  test("takes what the token says until then", async () => {
    const backend = startBackend();
    stubWorkOS({ users: [ada] });
    const claims = { ...asAda, email: "token@example.com", name: "Token" };
    await backend.withIdentity(claims).mutation(api.account.ensureUser);
    expect((await backend.documents()).ours.users).toMatchObject([
      { email: "token@example.com", name: "Token" },
    ]);
  });

  test("asks WorkOS only while there is no profile", async () => {
    const backend = startBackend();
    const workos = stubWorkOS({ users: [ada] });
    await backend.sendEvent("user.created", ada);
    await backend.withIdentity(asAda).mutation(api.account.ensureUser);
    await backend.finishAllScheduledFunctions(vi.runAllTimers);
    expect(workos.requests).toEqual([]);
  });

  const create = workosEvent("user.created", ada);
  const update = workosEvent("user.updated", ada);
  test.each([
    ["first", [], [create]],
    ["last", [create], []],
    ["between an early update and the creation", [update], [create]],
    ["before both", [], [update, create]],
    ["before both in order", [], [create, update]],
  ])("what a new person starts with comes once: %s", async (_when, before, after) => {
    const backend = startBackend();
    stubWorkOS({ users: [ada] });
    for (const event of before) await backend.send(event);
    await backend.withIdentity(asAda).mutation(api.account.ensureUser);
    await backend.withIdentity(asAda).mutation(api.account.ensureUser);
    for (const event of after) await backend.send(event);
    await backend.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await rows(backend)).toEqual([
      { workosId: "user_1", email: "ada@example.com", lists: 1 },
    ]);
  });

  test("brings nobody back who was deleted", async () => {
    const backend = startBackend();
    const workos = stubWorkOS();
    await backend.sendEvent("user.deleted", ada);
    const ensured = backend.withIdentity(asAda).mutation(api.account.ensureUser);
    await expect(ensured).rejects.toThrow("Your account was deleted.");
    expect(await rows(backend)).toEqual([]);
    await backend.finishAllScheduledFunctions(vi.runAllTimers);
    expect(workos.requests).toEqual([]);
  });

  test("nor when the deletion comes before the profile", async () => {
    const backend = startBackend();
    stubWorkOS({ users: [ada] });
    await backend.withIdentity(asAda).mutation(api.account.ensureUser);
    await backend.sendEvent("user.deleted", ada);
    await backend.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await rows(backend)).toEqual([]);
    expect(await backend.authUser("user_1")).toBeNull();
  });

  test("refuses a blocked person, and makes no row", async () => {
    const backend = startBackend();
    await backend.run((ctx) =>
      ctx.db.insert("signUpRules", { kind: "blockedPerson", value: "user_1" }),
    );
    const ensured = backend.withIdentity(asAda).mutation(api.account.ensureUser);
    await expect(ensured).rejects.toThrow("Your account is blocked.");
    expect(await rows(backend)).toEqual([]);
  });

  test.each([
    ["without an API key", () => vi.stubEnv("WORKOS_API_KEY", undefined)],
    ["when WorkOS does not know the person", () => undefined],
  ])("keeps the row %s", async (_when, arrange) => {
    arrange();
    const backend = startBackend();
    stubWorkOS();
    await backend.withIdentity(asAda).mutation(api.account.ensureUser);
    await backend.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await rows(backend)).toHaveLength(1);
  });
});

describe("reconcile", () => {
  type Person = typeof ada;
  const people = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      workosUser({ id: `user_${String(index).padStart(4, "0")}`, email: `${index}@example.com` }),
    );
  const renewed = (user: Person): Person => {
    const later = new Date(Date.parse(user.updated_at) + 1000).toISOString();
    return { ...user, email: "new@example.com", updated_at: later };
  };
  const badRequest = () => Response.json({ message: "Bad" }, { status: 400 });
  const nothing = { missing: 0, outdated: 0, gone: 0 };

  /** A backend that has these users, and WorkOS as it is by now. */
  async function start(ours: Person[], theirs: Parameters<typeof stubWorkOS>[0] = {}) {
    const backend = startBackend();
    for (const user of ours) await backend.sendEvent("user.updated", user);
    const workos = stubWorkOS(theirs);
    const run = (args = {}) => backend.action(internal.reconcile.run, args);
    return { backend, workos, run, compare: () => backend.action(internal.reconcile.compare, {}) };
  }

  test("says what it changed: rows that lack, are old, are wrong, or should be gone", async () => {
    const [same, old, wrong, missing, gone] = people(5) as [Person, Person, Person, Person, Person];
    const theirs = { users: [same, renewed(old), wrong, missing], pageSize: 2 };
    const { backend, run, compare } = await start([same, old, wrong, gone], theirs);
    await backend.run(async (ctx) => {
      const row = await ctx.db
        .query("users")
        .withIndex("by_workosId", (q) => q.eq("workosId", wrong.id))
        .unique();
      await ctx.db.patch("users", row!._id, { email: "wrong@example.com" });
    });
    const before = await backend.documents();
    const report = { missing: 1, outdated: 2, gone: 1 };

    expect(await compare()).toEqual({ ...report, isOfEverybody: true });
    expect(await backend.documents()).toEqual(before);
    expect(await run()).toMatchObject({ ...report, isFinished: true, removed: 1 });
    expect(await compare()).toEqual({ ...nothing, isOfEverybody: true });
    const emails = ["0@example.com", "2@example.com", "3@example.com", "new@example.com"];
    expect((await rows(backend)).map(({ email }) => email).sort()).toEqual(emails);
    const { component } = await backend.documents();
    expect(component.users!.map(({ email }) => email as string).sort()).toEqual(emails);
  });

  test("compares organizations, their members and invitations", async () => {
    const organizations = [
      workosOrganization({ id: "org_1" }),
      workosOrganization({ id: "org_2" }),
    ];
    const members = ["om_1", "om_2", "om_3"].map((id) => workosMembership({ id, user_id: id }));
    const pending = workosInvitation({ id: "invitation_1" });
    const updated_at = new Date(Date.now() + 1000).toISOString();
    const accepted = { ...pending, state: "accepted", updated_at };
    const created_at = new Date(Date.now() - 91 * 24 * 60 * 60 * 1000).toISOString();
    const invitations = [
      ...[accepted, workosInvitation({ id: "invitation_2" })],
      // What was deleted for its age does not come back.
      workosInvitation({ id: "invitation_3", created_at }),
    ];
    const theirs = { organizations, memberships: members.slice(1), invitations };
    const { backend, run } = await start([], theirs);
    await backend.sendEvent("organization_membership.created", members[0]!);
    await backend.sendEvent("organization.created", workosOrganization({ id: "org_0" }));
    await backend.sendEvent("invitation.created", pending);
    await backend.sendEvent("invitation.created", workosInvitation({ id: "invitation_0" }));

    // The name of org_1 was that of the membership.
    expect(await run()).toMatchObject({ missing: 4, outdated: 2, gone: 3, removed: 3 });
    const { ours } = await backend.documents();
    const ids = [ours.organizations, ours.memberships].map((of) => of!.map((row) => row.workosId));
    expect(ids).toEqual([
      ["org_1", "org_2"],
      ["om_2", "om_3"],
    ]);
    expect(ours.invitations).toMatchObject([
      { workosId: "invitation_1", state: "accepted" },
      { workosId: "invitation_2" },
    ]);
    expect(await run()).toMatchObject(nothing);
  });

  test("mends the component's copy along with the row", async () => {
    const [same, tied] = people(2) as [Person, Person];
    // WorkOS says something else by now, with the same updated_at.
    const renamed = { ...tied, first_name: "Augusta", metadata: { plan: "pro" } };
    const users = [{ ...same, last_sign_in_at: "2026-01-01" } as never, renamed];
    const { backend, run } = await start([same, tied], { users });
    const early = workosEvent("user.updated", tied);
    vi.advanceTimersByTime(1000);

    expect(await run()).toMatchObject({ missing: 0, outdated: 1 });
    expect((await backend.authUser(tied.id))?.name).toBe("Augusta Lovelace");
    const { ours, component } = await backend.documents();
    expect(ours.users!.map(({ name }) => name as string).sort()).toContain("Augusta Lovelace");
    expect(component.users!.find(({ id }) => id === tied.id)?.metadata).toEqual({ plan: "pro" });

    vi.advanceTimersByTime(1000);
    expect(await run()).toMatchObject(nothing);
    expect((await backend.documents()).component).toEqual(component);

    // And what was sent before does not undo it.
    await backend.send(early);
    expect((await backend.authUser(tied.id))?.name).toBe("Augusta Lovelace");
  });

  test("changes nothing that an event told later than the list", async () => {
    const { backend, run } = await start([renewed(ada)], { users: [ada] });
    expect(await run()).toMatchObject(nothing);
    expect(await rows(backend)).toMatchObject([{ email: "new@example.com" }]);
  });

  test("repairs what comes before a failure, and begins anew at the next run", async () => {
    const { backend, workos, run } = await start([], { users: people(6), pageSize: 2 });
    workos.answer = (request) => (request.includes("after=user_0003") ? badRequest() : undefined);
    await expect(run()).rejects.toThrow();
    expect(await rows(backend)).toHaveLength(4);

    workos.answer = () => undefined;
    expect(await run()).toMatchObject({ isFinished: true, missing: 2 });
    expect(await run()).toMatchObject(nothing);
  });

  test("two runs at once do not mix up their places", async () => {
    const { backend, run } = await start([], { users: people(120), pageSize: 2 });
    expect(await run()).toMatchObject({ isFinished: false, missing: 100 });
    expect(await run()).toMatchObject({ isFinished: false, missing: 0 });
    await backend.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await rows(backend)).toHaveLength(120);
    expect(await run()).toMatchObject({ ...nothing, isFinished: false });
  });

  test("removes few people at once, so that a key of another environment does little harm", async () => {
    const { backend, run } = await start(people(65));
    expect(await run()).toMatchObject({ gone: 65, removed: 10 });
    expect(await rows(backend)).toHaveLength(55);
    expect(await run({ maxRemovals: 1000 })).toMatchObject({ gone: 55, removed: 55 });
  });

  test("passes over a member whose event was faster", async () => {
    const { backend } = await start([]);
    const at = {
      kind: "memberships",
      organizationId: "org_1",
      cursor: null,
      comparedTo: "",
    } as const;
    const run = { ...at, ...nothing, isFinished: false, removed: 0 };
    const page = { saved: [], gone: ["om_1"], at, run, maxRemovals: 10 };
    expect(await backend.mutation(internal.reconcile.finishPage, page)).toMatchObject({ gone: 1 });
  });

  test("removes nobody when WorkOS cannot say", async () => {
    const { backend, workos, run } = await start([ada]);
    workos.answer = (request) => (request.includes("/users/") ? badRequest() : undefined);
    await expect(run()).rejects.toThrow();
    expect(await rows(backend)).toHaveLength(1);
  });

  test("removes nobody whom WorkOS lists in another order", async () => {
    const users = people(9);
    const { run } = await start(users, { users: users.toReversed(), pageSize: 2 });
    expect(await run()).toMatchObject(nothing);
  });

  test("takes several calls for many people", async () => {
    const { backend, run } = await start([], { users: people(120), pageSize: 2 });
    expect(await run()).toMatchObject({ isFinished: false, missing: 100 });
    await backend.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await rows(backend)).toHaveLength(120);
  });

  test("without an API key it says so", async () => {
    vi.stubEnv("WORKOS_API_KEY", undefined);
    const { run } = await start([]);
    await expect(run()).rejects.toThrow("WORKOS_API_KEY is not set on this deployment.");
  });
});
