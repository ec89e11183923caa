import { beforeEach, describe, expect, test, vi } from "vitest";
import { api } from "../convex/_generated/api";
import {
  mayAuthenticate,
  startAppAdmin,
  startBackend,
  workosSession,
  workosUser,
  useFakeTime,
} from "./setup";
import { stubWorkOS } from "./workosApi";

const aPage = { numItems: 10, cursor: null };

useFakeTime();

async function startBackendWithAdmin() {
  const backend = startBackend();
  const admin = await startAppAdmin(backend);
  await backend.sendEvent("user.created", workosUser({ id: "user_1", email: "Eve@example.com" }));
  const eve = backend.withIdentity({ subject: "user_1" });
  const userId = (await eve.query(api.account.current))!.user!._id;
  return { backend, admin, eve, userId };
}

test("a blocked person is refused at once, and their sessions end at WorkOS", async () => {
  const { backend, admin, eve, userId } = await startBackendWithAdmin();
  const sessions = ["a", "b", "c"].map((id) => workosSession({ id, user_id: "user_1" }));
  const ofAnother = workosSession({ id: "d", user_id: "user_2" });
  const workos = stubWorkOS({
    users: [workosUser({ id: "user_1" })],
    sessions: [...sessions, ofAnother],
    pageSize: 2,
  });

  await admin.mutation(api.admin.block, { userId });

  await expect(eve.mutation(api.lists.create, { owner: "user", name: "x" })).rejects.toThrow(
    "is blocked",
  );
  expect(await eve.query(api.lists.list, { owner: "user" })).toEqual([]);
  expect(await eve.query(api.account.current)).toMatchObject({
    user: null,
    refusal: "Your account is blocked.",
  });
  expect(await mayAuthenticate(backend, "eve@example.com")).toBe(false);
  // Neither a new email address nor a new account helps.
  vi.advanceTimersByTime(1000);
  expect(await mayAuthenticate(backend, "another@example.com")).toBe(false);
  await backend.sendEvent("user.updated", workosUser({ id: "user_1", email: "new@example.com" }));
  await expect(eve.mutation(api.lists.create, { owner: "user", name: "x" })).rejects.toThrow(
    "is blocked",
  );

  await backend.finishAllScheduledFunctions(vi.runAllTimers);
  expect(workos.sessions).toEqual([ofAnother]);
});

test("blocking works without an API key, and whoever is unblocked is back", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const { backend, admin, eve, userId } = await startBackendWithAdmin();
  vi.stubEnv("WORKOS_API_KEY", undefined);
  await admin.mutation(api.admin.block, { userId });
  await backend.finishAllScheduledFunctions(vi.runAllTimers);
  expect(await eve.query(api.lists.list, { owner: "user" })).toEqual([]);

  await admin.mutation(api.admin.unblock, { userId });
  expect(await eve.query(api.lists.list, { owner: "user" })).toHaveLength(1);
  expect(await mayAuthenticate(backend, "eve@example.com")).toBe(true);
  expect((await backend.documents()).ours.signUpRules).toEqual([]);
});

describe("unblocking takes back all that blocking did", () => {
  beforeEach(() => {
    stubWorkOS({ users: ["user_1", "user_2"].map((id) => workosUser({ id })) });
  });

  const withEmail = (email: string, id = "user_1") =>
    workosUser({ id, email, updated_at: new Date().toISOString() });

  test("after the email address has changed, more than once", async () => {
    const { backend, admin, eve, userId } = await startBackendWithAdmin();
    await admin.mutation(api.admin.block, { userId });
    for (const email of ["second@example.com", "third@example.com"]) {
      vi.advanceTimersByTime(1000);
      await backend.sendEvent("user.updated", withEmail(email));
      await admin.mutation(api.admin.block, { userId });
    }

    await admin.mutation(api.admin.unblock, { userId });

    expect((await backend.documents()).ours.signUpRules).toEqual([]);
    expect(await eve.query(api.lists.list, { owner: "user" })).toHaveLength(1);
    for (const email of ["eve@example.com", "second@example.com", "third@example.com"]) {
      expect(await mayAuthenticate(backend, email)).toBe(true);
    }
  });

  test("and a rule that an admin typed, so that they are let in", async () => {
    const { admin, eve, userId } = await startBackendWithAdmin();
    const rule = { kind: "blockedPerson", value: "eve@example.com" } as const;
    await admin.mutation(api.admin.addRule, rule);
    await admin.mutation(api.admin.unblock, { userId });
    expect(await eve.query(api.lists.list, { owner: "user" })).toHaveLength(1);
  });

  test("and nothing that blocking somebody else did", async () => {
    const { backend, admin, userId } = await startBackendWithAdmin();
    await admin.mutation(api.admin.block, { userId });
    vi.advanceTimersByTime(1000);
    await backend.sendEvent("user.updated", withEmail("second@example.com"));
    // Somebody else has the address now, and is blocked too.
    await backend.sendEvent("user.created", withEmail("eve@example.com", "user_2"));
    const { page } = await admin.query(api.admin.people, { paginationOpts: aPage });
    const other = page.find(({ workosId }) => workosId === "user_2")!;
    await admin.mutation(api.admin.block, { userId: other._id });

    await admin.mutation(api.admin.unblock, { userId });

    const rules = (await backend.documents()).ours.signUpRules!;
    expect(rules.map(({ value }) => value as string).sort()).toEqual(["eve@example.com", "user_2"]);
    expect(await mayAuthenticate(backend, "second@example.com")).toBe(true);
    expect(await mayAuthenticate(backend, "eve@example.com")).toBe(false);
  });

  test("blocking twice changes nothing more", async () => {
    const { backend, admin, userId } = await startBackendWithAdmin();
    await admin.mutation(api.admin.block, { userId });
    await admin.mutation(api.admin.block, { userId });
    expect((await backend.documents()).ours.signUpRules).toHaveLength(2);
  });
});

test("what blocks a person who was deleted is listed, and can be lifted", async () => {
  stubWorkOS({ users: [workosUser({ id: "user_1" })] });
  const { backend, admin, userId } = await startBackendWithAdmin();
  await admin.mutation(api.admin.block, { userId });
  await backend.sendEvent("user.deleted", workosUser({ id: "user_1" }));
  expect(await mayAuthenticate(backend, "eve@example.com")).toBe(false);

  const blockedPeople = { kind: "blockedPerson", paginationOpts: aPage } as const;
  const { page } = await admin.query(api.admin.rules, blockedPeople);
  expect(page.map(({ value }) => value)).toEqual(["eve@example.com", "user_1"]);
  for (const { _id } of page) await admin.mutation(api.admin.removeRule, { ruleId: _id });
  expect(await mayAuthenticate(backend, "eve@example.com")).toBe(true);
});

test("whoever is blocked before they have a row is told so, not to wait", async () => {
  const { backend, admin } = await startBackendWithAdmin();
  await admin.mutation(api.admin.addRule, { kind: "blockedPerson", value: "user_new" });
  const blocked = await backend.withIdentity({ subject: "user_new" }).query(api.account.current);
  expect(blocked).toMatchObject({ refusal: "Your account is blocked.", reason: "blocked" });
});

test("an admin cannot block themselves, nor by an address that somebody else has", async () => {
  const { backend, admin } = await startBackendWithAdmin();
  const userId = (await admin.query(api.account.current))!.user!._id;
  await expect(admin.mutation(api.admin.block, { userId })).rejects.toThrow("yourself");

  await backend.sendEvent("user.created", workosUser({ id: "user_2", email: "ADA@example.com" }));
  const { page } = await admin.query(api.admin.people, { paginationOpts: aPage });
  const other = page.find(({ workosId }) => workosId === "user_2")!;
  const block = admin.mutation(api.admin.block, { userId: other._id });
  await expect(block).rejects.toThrow("yourself");
  expect((await backend.documents()).ours.signUpRules).toEqual([]);
});
