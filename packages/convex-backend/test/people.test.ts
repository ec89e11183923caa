import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { api } from "../convex/_generated/api";
import { mayAuthenticate, startBackend, workosSession, workosUser } from "./setup";
import { stubWorkOS } from "./workosApi";

beforeEach(() => {
  vi.stubEnv("ADMIN_ORGANIZATION_ID", "org_1");
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

async function startBackendWithAdmin() {
  const backend = startBackend();
  await backend.sendEvent("user.created", workosUser({ id: "user_admin" }));
  await backend.sendEvent("user.created", workosUser({ id: "user_1", email: "Eve@example.com" }));
  const admin = backend.withIdentity({ subject: "user_admin", org_id: "org_1", role: "admin" });
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

  await admin.mutation(api.people.block, { userId });

  await expect(eve.mutation(api.lists.create, { name: "x" })).rejects.toThrow("is blocked");
  expect(await eve.query(api.lists.mine)).toEqual([]);
  expect(await eve.query(api.account.current)).toMatchObject({
    user: null,
    refusal: "Your account is blocked.",
  });
  expect(await mayAuthenticate(backend, "eve@example.com")).toBe(false);
  // Neither a new email address nor a new account helps.
  expect(await mayAuthenticate(backend, "another@example.com")).toBe(false);
  await backend.sendEvent("user.updated", workosUser({ id: "user_1", email: "new@example.com" }));
  await expect(eve.mutation(api.lists.create, { name: "x" })).rejects.toThrow("is blocked");

  await backend.finishAllScheduledFunctions(vi.runAllTimers);
  expect(workos.sessions).toEqual([ofAnother]);
});

test("blocking works without an API key, and whoever is unblocked is back", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const { backend, admin, eve, userId } = await startBackendWithAdmin();
  vi.stubEnv("WORKOS_API_KEY", undefined);
  await admin.mutation(api.people.block, { userId });
  await backend.finishAllScheduledFunctions(vi.runAllTimers);
  expect(await eve.query(api.lists.mine)).toEqual([]);

  await admin.mutation(api.people.unblock, { userId });
  expect(await eve.query(api.lists.mine)).toHaveLength(1);
  expect(await mayAuthenticate(backend, "eve@example.com")).toBe(true);
  expect((await backend.documents()).ours.signUpRules).toEqual([]);
});

test("an admin cannot block themselves", async () => {
  const { admin } = await startBackendWithAdmin();
  const userId = (await admin.query(api.account.current))!.user!._id;
  await expect(admin.mutation(api.people.block, { userId })).rejects.toThrow("yourself");
});
