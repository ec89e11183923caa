import { beforeEach, describe, expect, test, vi } from "vitest";
import { api, components, internal } from "../convex/_generated/api";
import { startBackend, workosEvent, workosUser, useFakeTime } from "./setup";
import { stubWorkOS } from "./workosApi";

const ada = workosUser({ id: "user_1" });
const asAda = { subject: "user_1" };

useFakeTime();
beforeEach(() => {
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

  test("says what it changed: rows that lack, are old, are wrong, or should be gone", async () => {
    const backend = startBackend();
    const [same, old, wrong, missing, gone] = people(5) as [Person, Person, Person, Person, Person];
    for (const user of [same, old, wrong, gone]) await backend.sendEvent("user.created", user);
    await backend.run(async (ctx) => {
      const row = await ctx.db
        .query("users")
        .withIndex("by_workosId", (q) => q.eq("workosId", wrong.id))
        .unique();
      await ctx.db.patch("users", row!._id, { email: "wrong@example.com" });
    });
    const later = new Date(Date.parse(old.updated_at) + 1000).toISOString();
    const renewed = { ...old, email: "new@example.com", updated_at: later };
    stubWorkOS({ users: [same, renewed, wrong, missing] });

    const report = await backend.action(internal.reconcile.run, {});

    expect(report).toMatchObject({ missing: 1, outdated: 2, gone: 1, removed: 1 });
    expect((await rows(backend)).map(({ email }) => email).sort()).toEqual([
      "0@example.com",
      "2@example.com",
      "3@example.com",
      "new@example.com",
    ]);
    expect((await backend.authUser(old.id))?.email).toBe("new@example.com");
    expect(await backend.authUser(missing.id)).not.toBeNull();
    expect(await backend.authUser(gone.id)).toBeNull();
  });

  test("compare says what run would do, and does nothing", async () => {
    const backend = startBackend();
    const [same, old, gone, missing] = people(4) as [Person, Person, Person, Person];
    for (const user of [same, old, gone]) await backend.sendEvent("user.created", user);
    const later = new Date(Date.parse(old.updated_at) + 1000).toISOString();
    const renewed = { ...old, email: "new@example.com", updated_at: later };
    stubWorkOS({ users: [same, renewed, missing], pageSize: 2 });
    const before = await rows(backend);
    const report = { missing: 1, outdated: 1, gone: 1, isOfEverybody: true };

    expect(await backend.action(internal.reconcile.compare, {})).toEqual(report);
    expect(await rows(backend)).toEqual(before);

    await backend.action(internal.reconcile.run, {});
    const nothing = { missing: 0, outdated: 0, gone: 0, isOfEverybody: true };
    expect(await backend.action(internal.reconcile.compare, {})).toEqual(nothing);
  });

  test("mends the component's copy where it differs, and tells nobody of what is the same", async () => {
    const backend = startBackend();
    const [same, tied, lost] = people(3) as [Person, Person, Person];
    for (const user of [same, tied, lost]) await backend.sendEvent("user.created", user);
    // WorkOS says something else by now, with the same updated_at, and the component lost one.
    const renamed = { ...tied, first_name: "Augusta", metadata: { plan: "pro" } };
    const early = workosEvent("user.updated", tied);
    await backend.run((ctx) =>
      ctx.runMutation(components.workOSAuthKit.lib.onWebhookEvent, {
        apiKey: "",
        event: { id: "event_1", createdAt: "", event: "user.deleted", data: { id: lost.id } },
      }),
    );
    vi.advanceTimersByTime(1000);
    stubWorkOS({ users: [{ ...same, last_sign_in_at: "2026-01-01" } as never, renamed, lost] });

    expect(await backend.action(internal.reconcile.run, {})).toMatchObject({
      missing: 0,
      outdated: 1,
    });
    expect((await backend.authUser(tied.id))?.name).toBe("Augusta Lovelace");
    const { ours, component } = await backend.documents();
    expect(ours.users!.map(({ name }) => name as string).sort()).toContain("Augusta Lovelace");
    expect(component.users!.find(({ id }) => id === tied.id)?.metadata).toEqual({ plan: "pro" });
    expect(await backend.authUser(lost.id)).not.toBeNull();

    const before = await backend.documents();
    expect(await backend.action(internal.reconcile.run, {})).toMatchObject({
      missing: 0,
      outdated: 0,
    });
    expect((await backend.documents()).component).toEqual(before.component);

    // And what was sent before does not undo it.
    await backend.send(early);
    expect((await backend.authUser(tied.id))?.name).toBe("Augusta Lovelace");
  });

  test("changes nothing that an event told later than the list", async () => {
    const backend = startBackend();
    const later = new Date(Date.parse(ada.updated_at) + 1000).toISOString();
    await backend.sendEvent("user.updated", { ...ada, email: "new@x.example", updated_at: later });
    stubWorkOS({ users: [ada] });
    expect(await backend.action(internal.reconcile.run, {})).toMatchObject({
      missing: 0,
      outdated: 0,
    });
    expect(await rows(backend)).toMatchObject([{ email: "new@x.example" }]);
  });

  test("goes on after a crash where it was", async () => {
    const backend = startBackend();
    const users = people(6);
    const workos = stubWorkOS({ users, pageSize: 2 });
    workos.answer = (request) =>
      request.includes("after=user_0003")
        ? Response.json({ message: "Bad" }, { status: 400 })
        : undefined;
    await expect(backend.action(internal.reconcile.run, {})).rejects.toThrow();
    expect(await rows(backend)).toHaveLength(4);

    workos.answer = () => undefined;
    workos.requests.length = 0;
    const report = await backend.action(internal.reconcile.run, {});
    expect(report).toMatchObject({ isFinished: true, missing: 6 });
    expect(await rows(backend)).toHaveLength(6);
    // The rest of the users, the organizations, the invitations.
    expect(workos.requests).toHaveLength(3);
    expect(workos.requests[0]).toContain("after=user_0003");
  });

  test("begins anew when it crashed long ago", async () => {
    const backend = startBackend();
    const workos = stubWorkOS({ users: people(4), pageSize: 2 });
    workos.answer = (request) =>
      request.includes("after=") ? Response.json({ message: "Bad" }, { status: 400 }) : undefined;
    await expect(backend.action(internal.reconcile.run, {})).rejects.toThrow();
    workos.answer = () => undefined;
    vi.advanceTimersByTime(25 * 60 * 60 * 1000);
    workos.requests.length = 0;
    expect(await backend.action(internal.reconcile.run, {})).toMatchObject({ missing: 2 });
    expect(workos.requests).toHaveLength(4);
  });

  test("removes few people at once, so that a key of another environment does little harm", async () => {
    const backend = startBackend();
    for (const user of people(15)) await backend.sendEvent("user.created", user);
    stubWorkOS();
    const report = await backend.action(internal.reconcile.run, {});
    expect(report).toMatchObject({ gone: 15, removed: 10 });
    expect(await rows(backend)).toHaveLength(5);
    const more = await backend.action(internal.reconcile.run, { maxRemovals: 1000 });
    expect(more).toMatchObject({ gone: 5, removed: 5 });
  });

  test("removes nobody when WorkOS cannot say", async () => {
    const backend = startBackend();
    await backend.sendEvent("user.created", ada);
    const workos = stubWorkOS();
    workos.answer = (request) =>
      request.includes("/users/") ? Response.json({ message: "No" }, { status: 403 }) : undefined;
    await expect(backend.action(internal.reconcile.run, {})).rejects.toThrow();
    expect(await rows(backend)).toHaveLength(1);
  });

  test("removes nobody whom WorkOS lists in another order", async () => {
    const backend = startBackend();
    const users = people(9);
    for (const user of users) await backend.sendEvent("user.created", user);
    stubWorkOS({ users: users.toReversed(), pageSize: 2 });
    const report = await backend.action(internal.reconcile.run, {});
    expect(report).toMatchObject({ missing: 0, outdated: 0, gone: 0 });
  });

  test("takes several calls for many people", async () => {
    const backend = startBackend();
    stubWorkOS({ users: people(120), pageSize: 2 });
    const report = await backend.action(internal.reconcile.run, {});
    expect(report).toMatchObject({ isFinished: false, missing: 100 });
    await backend.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await rows(backend)).toHaveLength(120);
  });

  test("without an API key it says so", async () => {
    vi.stubEnv("WORKOS_API_KEY", undefined);
    const run = startBackend().action(internal.reconcile.run, {});
    await expect(run).rejects.toThrow("WORKOS_API_KEY is not set on this deployment.");
  });
});
