import { beforeEach, describe, expect, test, vi } from "vitest";
import { api } from "../convex/_generated/api";
import { startOrganization } from "./organization";

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});

test("who creates an organization is its admin at once, before any event arrives", async () => {
  const { ada, workos, organizationId } = await startOrganization();
  const acme = { organizationId, name: "Acme", role: "admin" };
  expect(await ada.query(api.organizations.mine)).toEqual([acme]);
  expect(await ada.query(api.organizations.current)).toEqual({
    ...acme,
    canManageMembers: true,
    canDeleteLists: true,
    needsNewToken: false,
  });
  expect(workos.memberships[0]).toMatchObject({ user_id: "user_ada", role: { slug: "admin" } });
});

test("members share the organization's lists, apart from their own", async () => {
  const { ada, grace } = await startOrganization();
  const listId = await ada.mutation(api.lists.create, { owner: "organization", name: "Shared" });
  const todoId = await grace.mutation(api.todos.add, { listId, text: "Write" });
  await ada.mutation(api.todos.setDone, { todoId, done: true });
  expect(await grace.query(api.lists.list, { owner: "organization" })).toMatchObject([
    { name: "Shared", todos: [{ text: "Write", done: true }] },
  ]);
  expect(await grace.query(api.lists.list, { owner: "user" })).toMatchObject([
    { name: "My first list" },
  ]);
});

test("an invitation is sent, saved without its link, expires, and is revoked", async () => {
  const { backend, ada, workos, organizationId } = await startOrganization();
  await ada.action(api.invitations.send, { email: " New@Example.com", role: "admin" });
  expect(workos.invitations).toMatchObject([
    {
      email: "new@example.com",
      organization_id: organizationId,
      inviter_user_id: "user_ada",
      role_slug: "admin",
    },
  ]);
  const [invitation] = await ada.query(api.invitations.list);
  expect(invitation).toMatchObject({ email: "new@example.com", role: "admin", state: "pending" });
  expect(JSON.stringify(await backend.documents())).not.toContain("secret-token");

  vi.advanceTimersByTime(8 * 24 * 60 * 60 * 1000);
  expect(await ada.query(api.invitations.list)).toMatchObject([{ state: "expired" }]);
  const { workosId: invitationId } = invitation!;
  await ada.action(api.invitations.revoke, { invitationId });
  expect(workos.invitations).toMatchObject([{ state: "revoked" }]);
  expect(await ada.query(api.invitations.list)).toMatchObject([{ state: "revoked" }]);

  const nonsense = ada.action(api.invitations.send, { email: "nonsense", role: "member" });
  await expect(nonsense).rejects.toThrow("Type an email address.");
});

test("a role that is taken away gives no permission at once; one that is given, with a new token", async () => {
  const { as, ada, grace, membershipIdOf } = await startOrganization();
  const membershipId = await membershipIdOf("grace");
  const send = { email: "new@example.com", role: "member" } as const;
  await ada.action(api.members.changeRole, { membershipId, role: "admin" });
  expect(await grace.query(api.organizations.current)).toMatchObject({
    ...{ role: "admin", needsNewToken: true, canManageMembers: false },
  });
  const promoted = as("grace", "admin");
  await promoted.action(api.invitations.send, send);

  vi.advanceTimersByTime(1000);
  await ada.action(api.members.changeRole, { membershipId, role: "member" });
  await expect(promoted.action(api.invitations.send, send)).rejects.toMatchObject({
    data: { code: "needsNewToken" },
  });
});

describe("a member who is removed or leaves is out at once", () => {
  test.each(["removed", "left"])("%s", async (how) => {
    const { ada, grace, membershipIdOf, workos } = await startOrganization();
    const listId = await grace.mutation(api.lists.create, { owner: "organization", name: "x" });
    const membershipId = await membershipIdOf("grace");
    if (how === "removed") await ada.action(api.members.remove, { membershipId });
    else await grace.action(api.organizations.leave, {});

    expect(workos.memberships).toMatchObject([{ user_id: "user_ada" }]);
    expect(await grace.query(api.organizations.current)).toBeNull();
    expect(await grace.query(api.lists.list, { owner: "organization" })).toEqual([]);
    await expect(grace.mutation(api.todos.add, { listId, text: "x" })).rejects.toThrow("no longer");
  });
});
