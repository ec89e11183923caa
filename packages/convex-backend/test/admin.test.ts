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
    value: " Example.COM. ",
  });
  const again = await admin.mutation(api.rules.add, {
    kind: "blockedDomain",
    value: "example.com",
  });
  expect(again).toBe(ruleId);
  expect(await mayAuthenticate(backend, "eve@mail.example.com")).toBe(false);
  const { page } = await admin.query(api.rules.list, {
    kind: "blockedDomain",
    paginationOpts: aPage,
  });
  expect(page).toMatchObject([{ _id: ruleId, value: "example.com" }]);

  await admin.mutation(api.rules.remove, { ruleId });
  expect(await mayAuthenticate(backend, "eve@mail.example.com")).toBe(true);
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
] as const)("a rule %s of %s is refused", async (kind, value, sentence) => {
  const { admin } = await startBackendWithAdmin();
  await expect(admin.mutation(api.rules.add, { kind, value })).rejects.toThrow(sentence);
});

test.each([
  ["blockedPerson", "Eve@Example.com", "eve@example.com"],
  ["blockedPerson", " user_01HABC ", "user_01HABC"],
  ["invitationOnly", "whatever", ""],
  ["allowedDomain", "münchen.example", "münchen.example"],
] as const)("a rule %s of %s is kept as %s", async (kind, value, kept) => {
  const { backend, admin } = await startBackendWithAdmin();
  await admin.mutation(api.rules.add, { kind, value });
  expect((await backend.documents()).ours.signUpRules).toMatchObject([{ kind, value: kept }]);
});
