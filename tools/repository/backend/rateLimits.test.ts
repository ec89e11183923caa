import { beforeEach, expect, test, vi } from "vitest";
import { api } from "../../../packages/convex-backend/convex/_generated/api";
import { startBackend, workosUser } from "../../../packages/convex-backend/test/setup";
import { stubWorkOS } from "../../../packages/convex-backend/test/workosApi";
import { startAppAdmin } from "./blocking";

const TOO_MUCH = "That was too much at once. Try again in 1 s.";

beforeEach(() => {
  vi.useFakeTimers();
});

async function startBackendWithPeople() {
  const backend = startBackend();
  stubWorkOS();
  await backend.sendEvent("user.created", workosUser({ id: "user_1", email: "1@example.com" }));
  return {
    backend,
    admin: await startAppAdmin(backend),
    ada: backend.withIdentity({ subject: "user_1" }),
  };
}

/** How many of 400 calls were not refused for being too many. */
async function countAccepted(call: () => Promise<unknown>): Promise<number> {
  let accepted = 0;
  for (let count = 0; count < 400; count++) {
    accepted += await call().then(
      () => 1,
      (error: unknown) => {
        expect(error).toMatchObject({ data: { message: TOO_MUCH } });
        return 0;
      },
    );
  }
  return accepted;
}

test("a person who makes and deletes lists without end is refused, and may go on later", async () => {
  const { admin, ada } = await startBackendWithPeople();
  const makeAndDelete = async () => {
    const listId = await ada.mutation(api.lists.create, { owner: "user", name: "x" });
    await ada.mutation(api.lists.remove, { listId });
  };
  // Two changes each.
  expect(await countAccepted(makeAndDelete)).toBe(150);
  // Somebody else is not in their way.
  await admin.mutation(api.lists.create, { owner: "user", name: "Mine" });

  vi.advanceTimersByTime(60_000);
  const todosOf = await ada.mutation(api.lists.create, { owner: "user", name: "Later" });
  await ada.mutation(api.todos.add, { listId: todosOf, text: "x" });
});

test("an admin, too", async () => {
  const { admin } = await startBackendWithPeople();
  const rule = { kind: "blockedDomain", value: "evil.example" } as const;
  expect(await countAccepted(() => admin.mutation(api.admin.addRule, rule))).toBe(300);
});

test("as many calls of ensureUser as one likes ask WorkOS once, and again after a while", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const backend = startBackend();
  const workos = stubWorkOS();
  const ada = backend.withIdentity({ subject: "user_1" });
  const ensure = () => ada.mutation(api.account.ensureUser);
  expect(await countAccepted(ensure)).toBe(300);
  await backend.finishAllScheduledFunctions(vi.runAllTimers);
  expect(workos.requests).toEqual(["GET /user_management/users/user_1"]);

  vi.advanceTimersByTime(60_000);
  await ensure();
  await backend.withIdentity({ subject: "user_2" }).mutation(api.account.ensureUser);
  await backend.finishAllScheduledFunctions(vi.runAllTimers);
  expect(workos.requests.slice(1).sort()).toEqual([
    "GET /user_management/users/user_1",
    "GET /user_management/users/user_2",
  ]);
});
