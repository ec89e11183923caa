import { expect, test, vi } from "vitest";
import { api } from "../convex/_generated/api";
import {
  claimsIn,
  mayAuthenticate,
  startAppAdmin,
  startBackend,
  workosMembership,
  workosUser,
} from "./setup";
import { stubWorkOS } from "./workosApi";

const aPage = { numItems: 10, cursor: null };

async function startBackendWithAdmin() {
  const backend = startBackend();
  return { backend, admin: await startAppAdmin(backend) };
}

test("a rule that blocks a person by email address or id refuses them at once", async () => {
  const { backend, admin } = await startBackendWithAdmin();
  await backend.sendEvent("user.created", workosUser({ id: "user_1", email: "Eve@example.com" }));
  const eve = backend.withIdentity({ subject: "user_1" });
  for (const value of ["eve@example.com", "user_1"]) {
    const ruleId = await admin.mutation(api.admin.addRule, { kind: "blockedPerson", value });
    await expect(eve.mutation(api.lists.create, { owner: "user", name: "x" })).rejects.toThrow(
      "is blocked",
    );
    await admin.mutation(api.admin.removeRule, { ruleId });
    await eve.mutation(api.lists.create, { owner: "user", name: "x" });
  }
});

test("rules are added once, as they are looked up, and removed", async () => {
  const { backend, admin } = await startBackendWithAdmin();
  const ruleId = await admin.mutation(api.admin.addRule, {
    kind: "blockedDomain",
    value: " Ruled.EXAMPLE. ",
  });
  const again = await admin.mutation(api.admin.addRule, {
    kind: "blockedDomain",
    value: "ruled.example",
  });
  expect(again).toBe(ruleId);
  expect(await mayAuthenticate(backend, "eve@mail.ruled.example")).toBe(false);
  const { page } = await admin.query(api.admin.rules, {
    kind: "blockedDomain",
    paginationOpts: aPage,
  });
  expect(page).toMatchObject([{ _id: ruleId, value: "ruled.example" }]);

  await admin.mutation(api.admin.removeRule, { ruleId });
  expect(await mayAuthenticate(backend, "eve@mail.ruled.example")).toBe(true);
  await expect(admin.mutation(api.admin.removeRule, { ruleId })).rejects.toThrow("no longer there");
});

test("people and rules are found by how they start", async () => {
  const { backend, admin } = await startBackendWithAdmin();
  await backend.sendEvent("user.created", workosUser({ id: "user_1", email: "Eve@example.com" }));
  const rules = [
    ["blockedDomain", "one.example"],
    ["blockedDomain", "two.example"],
    ["allowedDomain", "two.example"],
  ] as const;
  for (const [kind, value] of rules) await admin.mutation(api.admin.addRule, { kind, value });
  const people = await admin.query(api.admin.people, { search: "eve@", paginationOpts: aPage });
  expect(people.page.map(({ email }) => email)).toEqual(["Eve@example.com"]);
  const search = { kind: "blockedDomain", search: "two", paginationOpts: aPage } as const;
  const { page } = await admin.query(api.admin.rules, search);
  expect(page).toMatchObject([{ kind: "blockedDomain", value: "two.example" }]);
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
  const { admin } = await startBackendWithAdmin();
  await expect(admin.mutation(api.admin.addRule, { kind, value })).rejects.toThrow(sentence);
});

test.each([
  ["blockedPerson", "Eve@Example.com", "eve@example.com"],
  ["blockedPerson", " user_01HABC ", "user_01HABC"],
  ["invitationOnly", "whatever", ""],
  ["allowedDomain", "münchen.example", "xn--mnchen-3ya.example"],
  ["blockedPerson", "Ｅve@München.example", "eve@xn--mnchen-3ya.example"],
] as const)("a rule %s of %s is kept as %s", async (kind, value, kept) => {
  const { backend, admin } = await startBackendWithAdmin();
  await admin.mutation(api.admin.addRule, { kind, value });
  expect((await backend.documents()).ours.signUpRules).toMatchObject([{ kind, value: kept }]);
});

test.each([
  ["blockedPerson", "user_admin"],
  ["blockedPerson", " Ada@Example.com "],
  ["blockedPerson", "ａda@example。com"],
  ["blockedDomain", "example.com"],
  ["blockedDomain", "Example.com."],
  ["blockedDomain", "com"],
] as const)("an admin cannot lock themselves out with a rule %s of %s", async (kind, value) => {
  const { backend, admin } = await startBackendWithAdmin();
  await expect(admin.mutation(api.admin.addRule, { kind, value })).rejects.toThrow(
    "block yourself",
  );
  expect((await backend.documents()).ours.signUpRules).toEqual([]);
});

test("an admin of whom nothing is known yet is one once WorkOS has said so", async () => {
  vi.useFakeTimers();
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
  vi.useRealTimers();
});
