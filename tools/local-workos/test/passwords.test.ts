import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import {
  actionSecret,
  apiKey,
  authenticate,
  sdk,
  startActionEndpoint,
  startWebhookEndpoint,
  startWorkos,
} from "./harness.ts";

const email = "ada@example.com";
const password = "correct horse battery staple";
const wrongCredentials = { status: 400, code: "invalid_credentials" };

test("signs in with a password, of those who have one, until it is another", async () => {
  const { received, webhookEndpoint } = await startWebhookEndpoint();
  const { url, control } = await startWorkos({ webhookEndpoint });
  const { userManagement } = sdk(url);
  const signIn = (credentials: { email: string; password: string }) =>
    userManagement.authenticateWithPassword(credentials);
  const { id: userId } = await userManagement.createUser({ email, password });
  await userManagement.createUser({ email: "grace@example.com" });

  const signedIn = await signIn({ email: "ADA@example.com", password });
  expect(signedIn).toMatchObject({ user: { id: userId }, authenticationMethod: "Password" });
  await control.waitForDelivery({ email, type: "session.created" });
  const { refreshToken } = signedIn;
  await userManagement.authenticateWithRefreshToken({ refreshToken });

  for (const credentials of [
    { email, password: `${password}!` },
    { email, password: "" },
    { email: "grace@example.com", password: "" },
    { email: "nobody@example.com", password },
  ]) {
    await expect(signIn(credentials)).rejects.toMatchObject(wrongCredentials);
  }

  await userManagement.updateUser({ userId, password: "another one" });
  await expect(signIn({ email, password })).rejects.toMatchObject(wrongCredentials);
  await signIn({ email, password: "another one" });
  await userManagement.updateUser({ userId, firstName: "Ada" });
  await signIn({ email, password: "another one" });

  expect((await userManagement.listSessions(userId)).data).toHaveLength(3);
  await control.waitForDelivery({ email, type: "user.updated" });
  const shown = [received, await control.findUserByEmail(email)];
  expect(JSON.stringify(shown)).not.toMatch(/horse|another one/);
});

test("refuses a client without its secret, and whoever the app denies or has to ask", async () => {
  const url = await startActionEndpoint(({ object, ...context }) => {
    const isAda = "user" in context && context.user.email === email;
    return object === "authentication_action_context" && isAda ? "Not today." : null;
  });
  const workos = await startWorkos({ actionEndpoint: { url, secret: actionSecret } });
  const { organizations, userManagement } = sdk(workos.url);
  await userManagement.createUser({ email, password });
  const grant = { grant_type: "password", email, password };
  for (const secret of [undefined, "sk_test_other"]) {
    const answer = await authenticate(workos.url, { ...grant, client_secret: secret });
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: "invalid_client" }]);
  }
  const denied = await authenticate(workos.url, { ...grant, client_secret: apiKey });
  expect(await denied.json()).toEqual({ error: "access_denied", error_description: "Not today." });

  const grace = { email: "grace@example.com", password };
  const { id: userId } = await userManagement.createUser(grace);
  const join = async (name: string) => {
    const { id: organizationId } = await organizations.createOrganization({ name });
    await userManagement.createOrganizationMembership({ userId, organizationId });
    return organizationId;
  };
  const organizationId = await join("Acme");
  expect(await userManagement.authenticateWithPassword(grace)).toMatchObject({ organizationId });
  await join("Globex");
  await expect(userManagement.authenticateWithPassword(grace)).rejects.toMatchObject({
    status: 403,
    code: "organization_selection_required",
  });
});

test("keeps a password as a hash, which goes with its user", async () => {
  const stateDirectory = await mkdtemp(join(tmpdir(), "local-workos-"));
  onTestFinished(() => rm(stateDirectory, { recursive: true }));
  const file = join(stateDirectory, "local-workos.sqlite");
  const keptPasswords = () => {
    using database = new DatabaseSync(file);
    return database.prepare("SELECT json FROM rows WHERE collection = 'password'").all();
  };
  const before = await startWorkos({ stateDirectory });
  const { id } = await sdk(before.url).userManagement.createUser({ email, password });
  await before.stop();
  expect(keptPasswords()).toHaveLength(1);
  expect(await readFile(file, "latin1")).not.toContain(password);

  const after = await startWorkos({ stateDirectory });
  const { userManagement } = sdk(after.url);
  await userManagement.authenticateWithPassword({ email, password });
  await userManagement.deleteUser(id);
  await after.stop();
  expect(keptPasswords()).toEqual([]);
});
