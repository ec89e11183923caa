import { beforeEach, describe, expect, test, vi } from "vitest";
import { api } from "../../../packages/convex-backend/convex/_generated/api";
import { startOrganization } from "../../../packages/convex-backend/test/organization";
import {
  claimsIn,
  workosInvitation,
  workosOrganization,
  workosSession,
  workosUser,
} from "../../../packages/convex-backend/test/setup";

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});

test("an invitation of no organization is not saved, nor one that is older", async () => {
  const { backend, ada, organizationId } = await startOrganization();
  await backend.sendEvent("invitation.created", workosInvitation({ organization_id: null }));
  expect(await ada.query(api.invitations.list)).toEqual([]);
  const pending = workosInvitation({ organization_id: organizationId });
  const updated_at = new Date(Date.now() + 1000).toISOString();
  const accepted = { ...pending, state: "accepted", updated_at };
  await backend.sendEvent("invitation.accepted", accepted);
  await backend.sendEvent("invitation.created", pending);
  expect(await ada.query(api.invitations.list)).toMatchObject([{ state: "accepted" }]);
});

test("a second role counts as soon as the token has it", async () => {
  const { backend, grace, workos } = await startOrganization();
  const updated_at = new Date(Date.now() + 1000).toISOString();
  const roles = [{ slug: "member" }, { slug: "admin" }];
  const joined = { ...workos.memberships[1], roles, updated_at };
  await backend.sendEvent("organization_membership.updated", joined);
  expect(await grace.query(api.organizations.current)).toMatchObject({ needsNewToken: true });
  const organizationId = workos.organizations[0]!.id;
  const claims = { ...claimsIn(organizationId, "user_grace", "admin"), role: "member" };
  const both = backend.withIdentity({ ...claims, roles: ["member", "admin"] });
  expect(await both.query(api.organizations.current)).toMatchObject({ canManageMembers: true });
  const swapped = backend.withIdentity({ ...claims, role: "admin", roles: ["member", "admin"] });
  expect(await swapped.query(api.organizations.current)).toMatchObject({ needsNewToken: true });
  // Convex may hand a list over as JSON.
  const asJson = { roles: '["member","admin"]', permissions: '["members:manage"]' };
  const json = backend.withIdentity({ ...claims, ...asJson });
  expect(await json.query(api.organizations.current)).toMatchObject({ canManageMembers: true });
});

test("an organization that its creator cannot join is not left at WorkOS", async () => {
  const { backend, workos } = await startOrganization();
  workos.answer = (request) =>
    request.startsWith("POST /user_management/organization_memberships")
      ? Response.json({ message: "This role is not there." }, { status: 422 })
      : undefined;
  const ada = backend.withIdentity({ subject: "user_ada" });
  await expect(ada.action(api.organizations.create, { name: "Other" })).rejects.toMatchObject({
    data: { code: "refusedByWorkOS", message: expect.stringContaining("not there") as string },
  });
  expect(workos.organizations).toMatchObject([{ name: "Acme" }]);
  expect(await ada.query(api.organizations.mine)).toHaveLength(1);
});

test("who joins again has a new membership, and nothing of the old one counts", async () => {
  const { backend, as, organizationId, workos } = await startOrganization();
  const old = { ...workos.memberships[1]!, role: { slug: "admin" } };
  const created_at = new Date(Date.now() + 1000).toISOString();
  const again = { ...old, id: "om_new", role: { slug: "member" }, created_at };
  await backend.sendEvent("organization_membership.created", { ...again, updated_at: created_at });
  const updated_at = new Date(Date.now() + 5000).toISOString();
  await backend.sendEvent("organization_membership.updated", { ...old, updated_at });
  const admin = as("grace", "admin");
  expect(await admin.query(api.organizations.current)).toMatchObject({
    ...{ organizationId, role: "member", needsNewToken: true },
  });
});

test("what WorkOS does at a user's request is limited, and its failures are said", async () => {
  const { ada, workos } = await startOrganization();
  workos.answer = () => Response.json({ message: "secret" }, { status: 403 });
  const send = () => ada.action(api.invitations.send, { email: "a@example.com", role: "member" });
  await expect(send()).rejects.toMatchObject({
    data: { code: "unavailable", message: "That did not work. Try again in a moment." },
  });
  workos.answer = () => undefined;
  // The organization and the failure are two of the sixty.
  for (let count = 0; count < 58; count++) await send();
  await expect(send()).rejects.toMatchObject({ data: { code: "rateLimited" } });
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
