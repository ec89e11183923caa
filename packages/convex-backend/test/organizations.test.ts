import { beforeEach, describe, expect, test, vi } from "vitest";
import { api } from "../convex/_generated/api";
import { startOrganization } from "./organization";
import { useFakeTime, workosOrganization, workosSession, workosUser } from "./setup";

useFakeTime();
beforeEach(() => {
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

test("the last member of a role gives it to somebody else first, unless nobody stays", async () => {
  const { as, ada, grace, membershipIdOf } = await startOrganization();
  const own = await membershipIdOf("ada");
  for (const change of [
    ada.action(api.organizations.leave, {}),
    ada.action(api.members.remove, { membershipId: own }),
    ada.action(api.members.changeRole, { membershipId: own, role: "member" }),
  ]) {
    await expect(change).rejects.toThrow("Give another member your role first");
  }
  const membershipId = await membershipIdOf("grace");
  await ada.action(api.members.changeRole, { membershipId, role: "admin" });
  await ada.action(api.organizations.leave, {});
  await as("grace", "admin").action(api.organizations.leave, {});
  expect(await grace.query(api.organizations.mine)).toEqual([]);
});

test("a deleted organization goes with all that is its own, and does not come back", async () => {
  const { backend, ada, organizationId, workos } = await startOrganization();
  const listId = await ada.mutation(api.lists.create, { owner: "organization", name: "Shared" });
  await ada.mutation(api.todos.add, { listId, text: "x" });
  await ada.action(api.invitations.send, { email: "new@example.com", role: "member" });
  await backend.sendEvent("organization.deleted", workosOrganization({ id: organizationId }));

  const late = { updated_at: new Date(Date.now() + 1000).toISOString() };
  await backend.sendEvent("organization.updated", { ...workos.organizations[0], ...late });
  await backend.sendEvent("organization_membership.updated", { ...workos.memberships[0], ...late });
  await backend.sendEvent("invitation.accepted", { ...workos.invitations[0], ...late });
  const { ours } = await backend.documents();
  expect([ours.organizations, ours.memberships, ours.invitations, ours.todos]).toEqual([
    ...[[], [], [], []],
  ]);
  expect(ours.lists!.map(({ name }) => name as string)).toEqual(["My first list", "My first list"]);
});

describe("sessions", () => {
  async function startSessions() {
    const { backend, workos } = await startOrganization();
    const sessions = ["s_1", "s_2", "s_3"].map((id) => workosSession({ id, user_id: "user_ada" }));
    workos.users.push(workosUser({ id: "user_ada" }));
    workos.sessions.push(...sessions);
    for (const session of sessions) await backend.sendEvent("session.created", session);
    const as = (sid: string) => backend.withIdentity({ subject: "user_ada", sid });
    const reason = async (sid: string) => (await as(sid).query(api.account.current))?.reason;
    return { workos, as, reason };
  }

  test("one other is signed out at once", async () => {
    const { workos, as, reason } = await startSessions();
    await as("s_1").action(api.account.revokeSession, { sessionId: "s_2" });
    expect(workos.sessions.map(({ id }) => id)).toEqual(["s_1", "s_3"]);
    expect([await reason("s_1"), await reason("s_2"), await reason("s_3")]).toEqual([
      ...[null, "sessionEnded", null],
    ]);
    const shown = await as("s_1").query(api.account.sessions);
    expect(shown.filter(({ endedAt }) => endedAt)).toMatchObject([{ sessionId: "s_2" }]);
    expect(shown.filter(({ isCurrent }) => isCurrent)).toMatchObject([{ sessionId: "s_1" }]);
  });

  test("all others are signed out at once", async () => {
    const { workos, as, reason } = await startSessions();
    await as("s_1").action(api.account.revokeOtherSessions, {});
    expect(workos.sessions.map(({ id }) => id)).toEqual(["s_1"]);
    expect([await reason("s_1"), await reason("s_2"), await reason("s_3")]).toEqual([
      ...[null, "sessionEnded", "sessionEnded"],
    ]);
  });
});
