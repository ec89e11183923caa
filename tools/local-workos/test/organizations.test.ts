import { expect, test } from "vitest";
import type { ActionContext } from "@workos-inc/node";
import {
  actionSecret,
  authenticate,
  authorization,
  claimsOf,
  continueStarted,
  locationOf,
  obtainCode,
  obtainTokens,
  redirectUri,
  refresh,
  sdk,
  startActionEndpoint,
  startWebhookEndpoint,
  startWorkos,
  submit,
  type Tokens,
} from "./harness.ts";

const ada = "ada@example.com";
const grace = "grace@example.com";
const roles = [
  { slug: "admin", permissions: ["lists:read", "lists:write"] },
  { slug: "member", permissions: ["lists:read"] },
];
const acme = { name: "Acme", members: [{ email: ada, role: "admin" }] };
const globex = { name: "Globex", members: [{ email: ada }, { email: grace }] };

async function organizationIds(url: string): Promise<Record<string, string>> {
  const { data } = await sdk(url).organizations.listOrganizations();
  return Object.fromEntries(data.map(({ name, id }) => [name, id]));
}

test("without a membership there is no organization, and with one it is chosen", async () => {
  const { url } = await startWorkos({ people: [{ email: grace }], organizations: [acme], roles });
  const without = await obtainTokens(url, grace);
  expect(without).not.toHaveProperty("organization_id");
  expect(claimsOf(without)).not.toHaveProperty("org_id");

  const { Acme } = await organizationIds(url);
  const only = await obtainTokens(url, ada);
  expect(only.organization_id).toBe(Acme);
  expect(claimsOf(only)).toMatchObject({
    org_id: Acme,
    role: "admin",
    roles: ["admin"],
    permissions: ["lists:read", "lists:write"],
  });
});

test("who has several organizations chooses one on the hosted page", async () => {
  const { url } = await startWorkos({ organizations: [acme, globex], roles });
  const { Acme, Globex } = await organizationIds(url);
  const { url: page, verifier } = authorization(url);
  const chooser = await submit(page, { email: ada });
  expect(chooser.status).toBe(200);
  const text = await chooser.text();
  expect(text).toContain("Choose an organization");
  expect(text).toContain(`value="${Acme}"`);
  expect(text).toContain(`value="${Globex}"`);

  const callback = locationOf(await submit(page, { email: ada, organization_id: Globex! }));
  const code = callback.searchParams.get("code");
  const grant = { grant_type: "authorization_code", code, code_verifier: verifier };
  const tokens = (await (await authenticate(url, grant)).json()) as Tokens;
  expect(tokens.organization_id).toBe(Globex);
  expect(claimsOf(tokens)).toMatchObject({ role: "member", permissions: ["lists:read"] });

  const foreign = await submit(page, { email: ada, organization_id: "org_foreign" });
  expect(await foreign.text()).toContain("Choose an organization");
});

test("authorize picks an organization, and refuses who is no member and what is unknown", async () => {
  const { url } = await startWorkos({ organizations: [acme, globex] });
  const { Acme } = await organizationIds(url);
  const organization_id = Acme!;
  expect((await obtainTokens(url, ada, { organization_id })).organization_id).toBe(Acme);

  const refused = await submit(authorization(url, { organization_id }).url, { email: grace });
  expect(refused.status).toBe(403);
  expect(await refused.text()).toContain("grace@example.com is not a member of Acme.");

  const unknown = await fetch(authorization(url, { organization_id: "org_unknown" }).url);
  expect(unknown.status).toBe(400);
  expect(await unknown.text()).toContain("Invalid organization");
});

test("a refresh switches the organization, remembers it, and refuses others in WorkOS's words", async () => {
  const { url } = await startWorkos({ organizations: [acme, globex] });
  const { Acme, Globex } = await organizationIds(url);
  const { userManagement, organizations } = sdk(url);
  const first = await obtainTokens(url, ada, { organization_id: Acme! });
  const switched = await userManagement.authenticateWithRefreshToken({
    refreshToken: first.refresh_token,
    organizationId: Globex,
  });
  expect(switched.organizationId).toBe(Globex);
  const { refreshToken } = switched;
  const { id: foreign } = await organizations.createOrganization({ name: "Initech" });
  const refusal = async (organizationId: string) =>
    (await refresh(url, refreshToken, { organization_id: organizationId })).json();
  expect(await refusal(foreign)).toMatchObject({ error: "organization_membership_not_found" });
  expect(await refusal("org_unknown")).toMatchObject({ error: "organization_not_found" });
  // The refusals have used nothing up.
  const later = await userManagement.authenticateWithRefreshToken({ refreshToken });
  expect(later.organizationId).toBe(Globex);
});

test("who is no member any more is signed in without the organization", async () => {
  const { url, control } = await startWorkos({ organizations: [acme] });
  const { userManagement } = sdk(url);
  const { code, verifier } = await obtainCode(url, ada);
  const { id: userId } = (await control.findUserByEmail(ada))!;
  const [membership] = (await userManagement.listOrganizationMemberships({ userId })).data;
  await userManagement.deactivateOrganizationMembership(membership!.id);
  const signedIn = await userManagement.authenticateWithCode({ code, codeVerifier: verifier });
  expect(signedIn.organizationId).toBeUndefined();
});

test("creates, finds, updates and deletes organizations", async () => {
  const { url, control } = await startWorkos();
  const { organizations, userManagement } = sdk(url);
  const created = await organizations.createOrganization({
    name: "Acme",
    externalId: "42",
    metadata: { plan: "free", region: "eu" },
  });
  expect(created).toMatchObject({ name: "Acme", domains: [] });
  expect(await organizations.getOrganization(created.id)).toEqual(created);
  expect(await organizations.getOrganizationByExternalId("42")).toEqual(created);
  expect((await organizations.listOrganizations({ domains: ["acme.example"] })).data).toHaveLength(
    1,
  );
  const metadata = { plan: "pro", region: null as never };
  const updated = await organizations.updateOrganization({ organization: created.id, metadata });
  expect(updated).toMatchObject({ name: "Acme", metadata: { plan: "pro" } });
  expect(updated.metadata).not.toHaveProperty("region");

  const { id: userId } = await control.createUser({ email: ada });
  const input = { userId, organizationId: created.id };
  const { id } = await userManagement.createOrganizationMembership(input);
  await organizations.deleteOrganization(created.id);
  await expect(organizations.getOrganization(created.id)).rejects.toMatchObject({ status: 404 });
  await expect(userManagement.getOrganizationMembership(id)).rejects.toMatchObject({ status: 404 });
});

test("manages memberships and their roles", async () => {
  const { received, webhookEndpoint } = await startWebhookEndpoint();
  const { url, control } = await startWorkos({ people: [{ email: ada }], webhookEndpoint });
  const { organizations, userManagement, authorization: rbac } = sdk(url);
  const user = (await control.findUserByEmail(ada))!;
  const { id: organizationId } = await organizations.createOrganization({ name: "Acme" });
  const membership = await userManagement.createOrganizationMembership({
    userId: user.id,
    organizationId,
    roleSlug: "admin",
  });
  expect(membership).toMatchObject({
    status: "active",
    organizationName: "Acme",
    role: { slug: "admin" },
  });
  const { id } = membership;
  const changed = await userManagement.updateOrganizationMembership(id, { roleSlug: "member" });
  expect(changed.role).toEqual({ slug: "member" });
  expect((await userManagement.deactivateOrganizationMembership(id)).status).toBe("inactive");
  const statuses = async (wanted: ("active" | "inactive")[]) =>
    (await userManagement.listOrganizationMemberships({ userId: user.id, statuses: wanted })).data
      .length;
  expect([await statuses(["active"]), await statuses(["active", "inactive"])]).toEqual([0, 1]);
  expect((await userManagement.reactivateOrganizationMembership(id)).status).toBe("active");
  expect((await userManagement.listUsers({ organizationId })).data).toHaveLength(1);

  await expect(
    userManagement.updateOrganizationMembership(id, { roleSlug: "king" }),
  ).rejects.toMatchObject({ status: 422, code: "invalid_role" });
  await expect(
    userManagement.createOrganizationMembership({ userId: user.id, organizationId }),
  ).rejects.toMatchObject({ status: 422 });
  await expect(
    userManagement.createOrganizationMembership({ userId: "user_x", organizationId }),
  ).rejects.toMatchObject({ status: 404 });
  await expect(userManagement.listOrganizationMemberships({} as never)).rejects.toMatchObject({
    code: "missing_user_id_or_organization_id",
  });

  const slugs = ({ data }: { data: { slug: string }[] }) => data.map(({ slug }) => slug);
  expect(slugs(await rbac.listEnvironmentRoles())).toEqual(["admin", "member"]);
  expect(slugs(await rbac.listOrganizationRoles(organizationId))).toEqual(["admin", "member"]);

  await userManagement.deleteOrganizationMembership(id);
  await control.waitForDelivery({ email: ada, type: "organization_membership.deleted" });
  expect(received.map(({ event }) => event)).toEqual([
    "user.created",
    "organization.created",
    "organization_membership.created",
    ...Array<string>(3).fill("organization_membership.updated"),
    "organization_membership.deleted",
  ]);
});

test("an invitation is accepted by signing up with its token", async () => {
  const contexts: ActionContext[] = [];
  const actionUrl = await startActionEndpoint((context) => {
    contexts.push(context);
    return null;
  });
  const { received, webhookEndpoint } = await startWebhookEndpoint();
  const { url, control } = await startWorkos({
    organizations: [acme],
    webhookEndpoint,
    actionEndpoint: { url: actionUrl, secret: actionSecret },
  });
  const { userManagement } = sdk(url);
  const { Acme } = await organizationIds(url);
  const invitation = await userManagement.sendInvitation({
    email: "new@example.com",
    organizationId: Acme,
    roleSlug: "admin",
  });
  expect(invitation).toMatchObject({ state: "pending", roleSlug: "admin" });
  expect(await userManagement.findInvitationByToken(invitation.token)).toEqual(invitation);
  const page = await (await fetch(invitation.acceptInvitationUrl)).text();
  expect(page).toContain("to join Acme and continue to localhost:5173");
  expect(page).toContain('value="new@example.com"');

  const invitation_token = invitation.token;
  const other = await submit(authorization(url, { invitation_token }).url, {
    email: "x@example.com",
  });
  expect(other.status).toBe(403);
  expect(await other.text()).toContain("This invitation is for new@example.com.");

  const tokens = await obtainTokens(url, "NEW@example.com", { invitation_token });
  expect(claimsOf(tokens)).toMatchObject({ org_id: Acme, role: "admin" });
  const accepted = await userManagement.getInvitation(invitation.id);
  expect(accepted).toMatchObject({ state: "accepted", acceptedUserId: tokens.user.id });
  expect(contexts).toMatchObject([
    { object: "user_registration_action_context", invitation: { id: invitation.id } },
    { object: "authentication_action_context", organization: { id: Acme, name: "Acme" } },
  ]);
  const again = await fetch(authorization(url, { invitation_token }).url);
  expect(again.status).toBe(400);
  expect(await again.text()).toContain("This invitation was accepted.");

  await control.waitForDelivery({ email: "new@example.com", type: "invitation.accepted" });
  expect((await refresh(url, tokens.refresh_token)).status).toBe(200);
  const events = received.filter(({ event }) => event.startsWith("invitation."));
  expect(events.map(({ event }) => event)).toEqual(["invitation.created", "invitation.accepted"]);
  // Whoever has the token can accept it.
  expect(JSON.stringify(received)).not.toContain(invitation.token);
});

test("the link of an invitation ends in a session for the organization, started by the app", async () => {
  const initiateLoginUri = "http://localhost:3000/sign-in";
  const { url } = await startWorkos({ organizations: [acme], initiateLoginUri });
  const { userManagement } = sdk(url);
  const { Acme } = await organizationIds(url);
  const invitation = await userManagement.sendInvitation({
    email: "new@example.com",
    organizationId: Acme,
  });
  const { acceptInvitationUrl } = invitation;
  const started = locationOf(await submit(acceptInvitationUrl, { email: "new@example.com" }));
  const tokens = await continueStarted(started.href, initiateLoginUri);
  expect(claimsOf(tokens)).toMatchObject({ org_id: Acme, role: "member" });
  expect(claimsOf(tokens)).not.toHaveProperty("act");
  // A link that was followed is used up, and so is what it has started.
  expect((await fetch(acceptInvitationUrl)).status).toBe(400);
  expect((await fetch(started)).status).toBe(400);
});

test("a sign-in that has started is for another organization if the app asks, never for a former one", async () => {
  const initiateLoginUri = "http://localhost:3000/sign-in";
  const { url, control } = await startWorkos({ organizations: [acme, globex], initiateLoginUri });
  const { userManagement } = sdk(url);
  const { Acme, Globex } = await organizationIds(url);
  const ask = async (organization_id?: string) => {
    const started = await control.startSignIn(ada, { organizationId: Acme });
    const page = await fetch(started, { redirect: "manual" });
    const headers = { cookie: page.headers.getSetCookie()[0]?.split(";")[0] ?? "" };
    const request = authorization(url, organization_id ? { organization_id } : {});
    return { ...request, answer: await fetch(request.url, { redirect: "manual", headers }) };
  };
  const { answer, verifier } = await ask(Globex);
  const code = locationOf(answer).searchParams.get("code")!;
  const signedIn = await userManagement.authenticateWithCode({ code, codeVerifier: verifier });
  expect(signedIn.organizationId).toBe(Globex);

  const { id: foreign } = await sdk(url).organizations.createOrganization({ name: "Initech" });
  expect((await ask(foreign)).answer.status).toBe(200);
  const started = await control.startSignIn(ada, { organizationId: Acme });
  const { data } = await userManagement.listOrganizationMemberships({ organizationId: Acme! });
  await userManagement.deleteOrganizationMembership(data[0]!.id);
  const page = await fetch(started, { redirect: "manual" });
  const headers = { cookie: page.headers.getSetCookie()[0]?.split(";")[0] ?? "" };
  const late = await fetch(authorization(url).url, { redirect: "manual", headers });
  expect(late.status).toBe(200);
});

test("without a page that starts sign-ins, an invitation's link ends with a code and no state", async () => {
  const { url } = await startWorkos({ organizations: [acme] });
  const { userManagement } = sdk(url);
  const { Acme } = await organizationIds(url);
  const { acceptInvitationUrl } = await userManagement.sendInvitation({
    email: "new@example.com",
    organizationId: Acme,
  });
  const started = locationOf(await submit(acceptInvitationUrl, { email: "new@example.com" }));
  const callback = locationOf(await fetch(started, { redirect: "manual" }));
  expect(callback.origin + callback.pathname).toBe(redirectUri);
  expect([...callback.searchParams.keys()]).toEqual(["code"]);
  const code = callback.searchParams.get("code")!;
  const signedIn = await userManagement.authenticateWithCode({ code });
  expect(signedIn.organizationId).toBe(Acme);
});

test("who loses a membership loses the organization with the next token, and the role likewise", async () => {
  const { url, control } = await startWorkos({ organizations: [acme, globex], roles });
  const { userManagement } = sdk(url);
  const { Acme } = await organizationIds(url);
  const first = await obtainTokens(url, ada, { organization_id: Acme! });
  const { data } = await userManagement.listOrganizationMemberships({ organizationId: Acme! });
  expect(data.map(({ userId }) => userId)).toEqual([(await control.findUserByEmail(ada))!.id]);
  const { id } = data[0]!;
  await userManagement.updateOrganizationMembership(id, { roleSlug: "member" });
  const demoted = (await (await refresh(url, first.refresh_token)).json()) as Tokens;
  expect(claimsOf(demoted)).toMatchObject({ role: "member", permissions: ["lists:read"] });
  await userManagement.deleteOrganizationMembership(id);
  const removed = (await (await refresh(url, demoted.refresh_token)).json()) as Tokens;
  expect(removed).not.toHaveProperty("organization_id");
  expect(claimsOf(removed)).not.toHaveProperty("org_id");
  expect(claimsOf(removed)).not.toHaveProperty("permissions");
});

test("an action learns in which organization somebody signs in", async () => {
  const contexts: ActionContext[] = [];
  const actionUrl = await startActionEndpoint((context) => {
    contexts.push(context);
    return "No.";
  });
  const { url } = await startWorkos({
    organizations: [acme],
    actionEndpoint: { url: actionUrl, secret: actionSecret },
  });
  expect((await submit(authorization(url).url, { email: ada })).status).toBe(403);
  expect(contexts).toMatchObject([
    { organization: { name: "Acme" }, organizationMembership: { role: { slug: "admin" } } },
  ]);
});

test("accepts, revokes, resends and lists invitations by API", async () => {
  const { url, control } = await startWorkos({ organizations: [acme] });
  const { userManagement } = sdk(url);
  const { Acme } = await organizationIds(url);
  const invite = (email: string) =>
    userManagement.sendInvitation({ email, organizationId: Acme, expiresInDays: 1 });
  const theirs = await invite(grace);
  await expect(invite(grace)).rejects.toMatchObject({
    code: "email_already_invited_to_organization",
  });
  await expect(invite(ada)).rejects.toMatchObject({ code: "user_already_organization_member" });
  await expect(userManagement.sendInvitation({ email: ada })).rejects.toMatchObject({
    code: "user_already_exists",
  });
  await expect(
    userManagement.sendInvitation({ email: grace, expiresInDays: 31 }),
  ).rejects.toMatchObject({ code: "expires_in_days_too_long" });
  await expect(userManagement.acceptInvitation(theirs.id)).rejects.toMatchObject({
    code: "invalid_invite",
  });
  await control.createUser({ email: grace });
  expect((await userManagement.resendInvitation(theirs.id)).state).toBe("pending");
  expect((await userManagement.acceptInvitation(theirs.id)).state).toBe("accepted");
  expect((await obtainTokens(url, grace)).organization_id).toBe(Acme);

  const another = await invite("new@example.com");
  expect((await userManagement.revokeInvitation(another.id)).state).toBe("revoked");
  await expect(userManagement.revokeInvitation(another.id)).rejects.toMatchObject({
    code: "invite_not_pending",
  });
  await expect(userManagement.resendInvitation(another.id)).rejects.toMatchObject({
    code: "invite_revoked",
  });
  const listed = await userManagement.listInvitations({ email: "new@example.com" });
  expect(listed.data.map(({ id }) => id)).toEqual([another.id]);
  await userManagement.sendInvitation({ email: "other@example.com" });
  const ofAcme = await userManagement.listInvitations({ organizationId: Acme });
  expect(ofAcme.data.map(({ id }) => id)).toEqual([another.id, theirs.id]);
  const revoked = authorization(url, {
    invitation_token: another.token,
    redirect_uri: redirectUri,
  });
  expect((await fetch(revoked.url)).status).toBe(400);
});
