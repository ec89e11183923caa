import { beforeEach, describe, expect, test, vi } from "vitest";
import { api } from "../../../packages/convex-backend/convex/_generated/api";
import {
  claimsIn,
  startBackend,
  workosMembership,
  workosSession,
  workosUser,
} from "../../../packages/convex-backend/test/setup";
import { stubWorkOS } from "../../../packages/convex-backend/test/workosApi";
import { mayAuthenticate, paginationOpts, person, startBlocking } from "./blocking";

beforeEach(() => {
  vi.useFakeTimers();
});

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

test.each([
  ["blockedDomain", "", "Type a domain"],
  ["allowedDomain", "eve@example.com", "Type a domain"],
  ["blockedDomain", "https://example.com", "Type a domain"],
  ["blockedDomain", "a..example", "Type a domain"],
  ["allowedDomain", "x".repeat(400), "Type a domain"],
  ["blockedPerson", "eve", "Type an email address"],
  ["blockedPerson", "eve@", "Type an email address"],
  ["blockedPerson", "", "Type an email address"],
  ["blockedPerson", "eve@a..example", "Type an email address"],
  ["blockedDomain", "*.example.com", "Type a domain"],
  ["blockedDomain", "evil%2eexample", "Type a domain"],
  ["blockedDomain", "example.com/path", "Type a domain"],
  ["blockedDomain", "e.example:80", "Type a domain"],
  ["blockedDomain", ".", "Type a domain"],
] as const)("a rule %s of %s is refused", async (kind, value, sentence) => {
  const { addRule } = await startBlocking();
  await expect(addRule(kind, value)).rejects.toThrow(sentence);
});

test.each([
  ["blockedPerson", "Eve@Example.com", "eve@example.com"],
  ["blockedPerson", " user_01HABC ", "user_01HABC"],
  ["invitationOnly", "whatever", ""],
  ["allowedDomain", "münchen.example", "xn--mnchen-3ya.example"],
  ["blockedPerson", "Ｅve@München.example", "eve@xn--mnchen-3ya.example"],
] as const)("a rule %s of %s is kept as %s", async (kind, value, kept) => {
  const { addRule, rules } = await startBlocking();
  await addRule(kind, value);
  expect(await rules(kind)).toMatchObject([{ kind, value: kept }]);
});

test.each([
  ["blockedPerson", "user_admin"],
  ["blockedPerson", " Ada@Example.com "],
  ["blockedPerson", "ａda@example。com"],
  ["blockedDomain", "example.com"],
  ["blockedDomain", "Example.com."],
  ["blockedDomain", "com"],
] as const)("an admin cannot lock themselves out with a rule %s of %s", async (kind, value) => {
  const { addRule, ruleValues } = await startBlocking();
  await expect(addRule(kind, value)).rejects.toThrow("block yourself");
  expect(await ruleValues()).toEqual([]);
});

test("blocking works without an API key, twice is as once, and who is unblocked is back", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const { backend, block, unblock, ruleValues, expectRefused, expectAllowed } =
    await startBlocking();
  vi.stubEnv("WORKOS_API_KEY", undefined);
  await block();
  await block();
  await backend.finishAllScheduledFunctions(vi.runAllTimers);
  await expectRefused();
  expect(await ruleValues()).toEqual(["eve@example.com", "user_1"]);

  await unblock();
  await expectAllowed();
  expect(await mayAuthenticate(backend, "eve@example.com")).toBe(true);
  expect(await ruleValues()).toEqual([]);
});

describe("unblocking takes back all that blocking did", () => {
  test("after the email address has changed, more than once", async () => {
    const { backend, block, unblock, ruleValues, expectAllowed } = await startBlocking();
    await block();
    for (const email of ["second@example.com", "third@example.com"]) {
      vi.advanceTimersByTime(1000);
      await backend.sendEvent("user.updated", person("user_1", email));
      await block();
    }
    expect(await ruleValues()).toHaveLength(4);
    await unblock();
    expect(await ruleValues()).toEqual([]);
    await expectAllowed();
  });

  test("and a rule that an admin typed, so that they are let in", async () => {
    const { addRule, unblock, expectAllowed } = await startBlocking();
    await addRule("blockedPerson", "eve@example.com");
    await unblock();
    await expectAllowed();
  });

  test("and nothing that blocking somebody else did", async () => {
    const { backend, block, unblock, idOf, ruleValues } = await startBlocking();
    await block();
    vi.advanceTimersByTime(1000);
    await backend.sendEvent("user.updated", person("user_1", "second@example.com"));
    // Somebody else has the address now, and is blocked too.
    await backend.sendEvent("user.created", person("user_2", "eve@example.com"));
    await block(await idOf("user_2"));
    await unblock();
    expect(await ruleValues()).toEqual(["eve@example.com", "user_2"]);
    expect(await mayAuthenticate(backend, "second@example.com")).toBe(true);
    expect(await mayAuthenticate(backend, "eve@example.com")).toBe(false);
  });
});

test("what blocks a person who was deleted is listed, and can be lifted", async () => {
  const { backend, block, rules, removeRule } = await startBlocking();
  await block();
  await backend.sendEvent("user.deleted", workosUser({ id: "user_1" }));
  expect(await mayAuthenticate(backend, "eve@example.com")).toBe(false);

  const listed = await rules("blockedPerson");
  expect(listed.map(({ value }) => value)).toEqual(["eve@example.com", "user_1"]);
  for (const { _id } of listed) await removeRule(_id);
  expect(await mayAuthenticate(backend, "eve@example.com")).toBe(true);
});

test("somebody who is blocked before they have a row is told so, not to wait", async () => {
  const { backend, addRule } = await startBlocking();
  await addRule("blockedPerson", "user_new");
  const blocked = await backend.withIdentity({ subject: "user_new" }).query(api.account.current);
  expect(blocked).toMatchObject({ refusal: "Your account is blocked.", reason: "blocked" });
});

test("an admin cannot block themselves, nor by an address that somebody else has", async () => {
  const { backend, block, idOf, ruleValues } = await startBlocking();
  await expect(block(await idOf("user_admin"))).rejects.toThrow("yourself");
  await backend.sendEvent("user.created", person("user_2", "ADA@example.com"));
  await expect(block(await idOf("user_2"))).rejects.toThrow("yourself");
  expect(await ruleValues()).toEqual([]);
});

test("an admin of whom nothing is known yet is one once WorkOS has said so", async () => {
  vi.stubEnv("ADMIN_ORGANIZATION_ID", "org_admins");
  const organization_id = "org_admins";
  stubWorkOS({
    users: [workosUser({ id: "user_admin" })],
    memberships: [workosMembership({ organization_id, user_id: "user_admin", role: "admin" })],
  });
  const backend = startBackend();
  const admin = backend.withIdentity(claimsIn("org_admins", "user_admin"));
  await admin.mutation(api.account.ensureUser);
  expect(await admin.query(api.account.current)).toMatchObject({ isAdmin: false, reason: null });
  await backend.finishAllScheduledFunctions(vi.runAllTimers);
  expect(await admin.query(api.account.current)).toMatchObject({ isAdmin: true, reason: null });
});
