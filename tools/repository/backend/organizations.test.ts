import { beforeEach, expect, test, vi } from "vitest";
import { api } from "../../../packages/convex-backend/convex/_generated/api";
import { startOrganization } from "../../../packages/convex-backend/test/organization";
import {
  claimsIn,
  useFakeTime,
  workosInvitation,
} from "../../../packages/convex-backend/test/setup";

useFakeTime();
beforeEach(() => {
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
