import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { api } from "../convex/_generated/api";
import { mayAuthenticate, startBackend, workosUser } from "./setup";

const aPage = { numItems: 10, cursor: null };

beforeEach(() => {
  vi.stubEnv("ADMIN_ORGANIZATION_ID", "org_1");
});
afterEach(() => {
  vi.unstubAllEnvs();
});

async function startBackendWithAdmin() {
  const backend = startBackend();
  await backend.sendEvent("user.created", workosUser({ id: "user_admin" }));
  const admin = backend.withIdentity({ subject: "user_admin", org_id: "org_1", role: "admin" });
  return { backend, admin };
}

test("a rule that blocks a person by email address or id refuses them at once", async () => {
  const { backend, admin } = await startBackendWithAdmin();
  await backend.sendEvent("user.created", workosUser({ id: "user_1", email: "Eve@example.com" }));
  const eve = backend.withIdentity({ subject: "user_1" });
  for (const value of ["eve@example.com", "user_1"]) {
    const ruleId = await admin.mutation(api.rules.add, { kind: "blockedPerson", value });
    await expect(eve.mutation(api.lists.create, { name: "x" })).rejects.toThrow("is blocked");
    await admin.mutation(api.rules.remove, { ruleId });
    await eve.mutation(api.lists.create, { name: "x" });
  }
});

test("rules are added once, as they are looked up, and removed", async () => {
  const { backend, admin } = await startBackendWithAdmin();
  const ruleId = await admin.mutation(api.rules.add, {
    kind: "blockedDomain",
    value: " Ruled.EXAMPLE. ",
  });
  const again = await admin.mutation(api.rules.add, {
    kind: "blockedDomain",
    value: "ruled.example",
  });
  expect(again).toBe(ruleId);
  expect(await mayAuthenticate(backend, "eve@mail.ruled.example")).toBe(false);
  const { page } = await admin.query(api.rules.list, {
    kind: "blockedDomain",
    paginationOpts: aPage,
  });
  expect(page).toMatchObject([{ _id: ruleId, value: "ruled.example" }]);

  await admin.mutation(api.rules.remove, { ruleId });
  expect(await mayAuthenticate(backend, "eve@mail.ruled.example")).toBe(true);
  await expect(admin.mutation(api.rules.remove, { ruleId })).rejects.toThrow("no longer there");
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
  await expect(admin.mutation(api.rules.add, { kind, value })).rejects.toThrow(sentence);
});

test.each([
  ["blockedPerson", "Eve@Example.com", "eve@example.com"],
  ["blockedPerson", " user_01HABC ", "user_01HABC"],
  ["invitationOnly", "whatever", ""],
  ["allowedDomain", "münchen.example", "xn--mnchen-3ya.example"],
  ["blockedPerson", "Ｅve@München.example", "eve@xn--mnchen-3ya.example"],
] as const)("a rule %s of %s is kept as %s", async (kind, value, kept) => {
  const { backend, admin } = await startBackendWithAdmin();
  await admin.mutation(api.rules.add, { kind, value });
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
  await expect(admin.mutation(api.rules.add, { kind, value })).rejects.toThrow("block yourself");
  expect((await backend.documents()).ours.signUpRules).toEqual([]);
});

test("an admin whose row is missing gets it, and is one then", async () => {
  vi.useFakeTimers();
  const admin = startBackend().withIdentity({
    subject: "user_admin",
    org_id: "org_1",
    role: "admin",
  });
  expect(await admin.query(api.account.current)).toMatchObject({
    isAdmin: false,
    reason: "beingSetUp",
  });
  await admin.mutation(api.users.ensureUser);
  expect(await admin.query(api.account.current)).toMatchObject({ isAdmin: true, reason: null });
  vi.useRealTimers();
});
