import { expect, test, vi } from "vitest";
import { api } from "../convex/_generated/api";
import { mayAuthenticate, paginationOpts, person, startBlocking } from "./blocking";
import { useFakeTime, workosSession, workosUser } from "./setup";
import { stubWorkOS } from "./workosApi";

useFakeTime();

test("a rule that blocks a person by email address or id refuses them at once", async () => {
  const { addRule, removeRule, expectRefused, expectAllowed } = await startBlocking();
  for (const value of ["eve@example.com", "user_1"]) {
    const ruleId = await addRule("blockedPerson", value);
    await expectRefused();
    await removeRule(ruleId);
    await expectAllowed();
  }
});

test("rules are added once, as they are looked up, and removed", async () => {
  const { backend, addRule, removeRule, rules } = await startBlocking();
  const ruleId = await addRule("blockedDomain", " Ruled.EXAMPLE. ");
  expect(await addRule("blockedDomain", "ruled.example")).toBe(ruleId);
  expect(await mayAuthenticate(backend, "eve@mail.ruled.example")).toBe(false);
  expect(await rules("blockedDomain")).toMatchObject([{ _id: ruleId, value: "ruled.example" }]);

  await removeRule(ruleId);
  expect(await mayAuthenticate(backend, "eve@mail.ruled.example")).toBe(true);
  // Another admin may have been faster.
  await removeRule(ruleId);
});

test("people and rules are found by how they start", async () => {
  const { admin, addRule } = await startBlocking();
  await addRule("blockedDomain", "one.example");
  await addRule("blockedDomain", "two.example");
  await addRule("allowedDomain", "two.example");
  const people = await admin.query(api.admin.people, { search: "eve@", paginationOpts });
  expect(people.page.map(({ email }) => email)).toEqual(["Eve@example.com"]);
  const search = { kind: "blockedDomain", search: "two", paginationOpts } as const;
  const { page } = await admin.query(api.admin.rules, search);
  expect(page).toMatchObject([{ kind: "blockedDomain", value: "two.example" }]);
});

test("a blocked person is refused at once, and their sessions end at WorkOS", async () => {
  const { backend, eve, block, expectRefused } = await startBlocking();
  const ofAnother = workosSession({ id: "d", user_id: "user_2" });
  const sessions = [...["a", "b", "c"].map((id) => workosSession({ id })), ofAnother];
  const workos = stubWorkOS({ users: [workosUser({ id: "user_1" })], sessions, pageSize: 2 });

  await block();

  await expectRefused();
  expect(await eve.query(api.account.current)).toMatchObject({ user: null, reason: "blocked" });
  expect(await mayAuthenticate(backend, "eve@example.com")).toBe(false);
  // Neither a new email address nor a new account helps.
  expect(await mayAuthenticate(backend, "another@example.com")).toBe(false);
  vi.advanceTimersByTime(1000);
  await backend.sendEvent("user.updated", person("user_1", "new@example.com"));
  await expectRefused();

  await backend.finishAllScheduledFunctions(vi.runAllTimers);
  expect(workos.sessions).toEqual([ofAnother]);
});
