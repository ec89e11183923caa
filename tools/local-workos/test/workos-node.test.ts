import { createRemoteJWKSet, jwtVerify } from "jose";
import { expect, test } from "vitest";
import { clientId, obtainCode, sdk, startEndpoint, startWorkos, webhookSecret } from "./harness.ts";

const people = [{ email: "ada@example.com", firstName: "Ada", lastName: "Lovelace" }];

test("exchanges a code, refreshes with rotation, and signs with the published key", async () => {
  const { url } = await startWorkos({ people });
  const { userManagement } = sdk(url);
  const { code, verifier } = await obtainCode(url, "ada@example.com");
  const signedIn = await userManagement.authenticateWithCode({ code, codeVerifier: verifier });
  expect(signedIn.user).toMatchObject({ email: "ada@example.com", name: "Ada Lovelace" });

  const keys = createRemoteJWKSet(new URL(userManagement.getJwksUrl(clientId)));
  const issuer = `https://api.workos.com/user_management/${clientId}`;
  const { payload } = await jwtVerify(signedIn.accessToken, keys, { issuer });
  expect(payload).toMatchObject({ sub: signedIn.user.id, client_id: clientId });
  expect(payload.exp! - payload.iat!).toBe(300);
  expect(payload.aud).toBeUndefined();

  const { refreshToken } = signedIn;
  const refreshed = await userManagement.authenticateWithRefreshToken({ refreshToken });
  const after = await jwtVerify(refreshed.accessToken, keys, { issuer });
  expect(after.payload.sid).toBe(payload.sid);
  expect(after.payload.jti).not.toBe(payload.jti);
  await expect(userManagement.authenticateWithRefreshToken({ refreshToken })).rejects.toMatchObject(
    {
      status: 400,
      error: "invalid_grant",
      errorDescription: "Refresh token already exchanged.",
    },
  );
});

test("lists, revokes and ends sessions", async () => {
  const { url } = await startWorkos({ people });
  const { userManagement } = sdk(url);
  const { code, verifier } = await obtainCode(url, "ada@example.com");
  const { user, refreshToken } = await userManagement.authenticateWithCode({
    code,
    codeVerifier: verifier,
  });
  const sessions = await userManagement.listSessions(user.id);
  expect(sessions.data).toMatchObject([{ userId: user.id, status: "active" }]);
  await userManagement.revokeSession({ sessionId: sessions.data[0]!.id });
  expect((await userManagement.listSessions(user.id)).data).toEqual([]);
  await expect(userManagement.authenticateWithRefreshToken({ refreshToken })).rejects.toMatchObject(
    {
      error: "invalid_grant",
      errorDescription: "Session has already ended.",
    },
  );
});

test("creates, reads, updates and deletes users", async () => {
  const { url } = await startWorkos();
  const { userManagement } = sdk(url);
  const created = await userManagement.createUser({
    email: "grace@example.com",
    firstName: "Grace",
    externalId: "42",
    metadata: { team: "compilers", shift: "night" },
  });
  expect(created).toMatchObject({ name: "Grace", externalId: "42", emailVerified: false });

  const updated = await userManagement.updateUser({
    userId: created.id,
    lastName: "Hopper",
    locale: "en-US",
    metadata: { team: "cobol" },
  });
  expect(updated).toMatchObject({
    firstName: "Grace",
    name: "Grace Hopper",
    locale: "en-US",
    metadata: { team: "cobol", shift: "night" },
  });
  expect(updated.updatedAt > created.updatedAt).toBe(true);
  expect(await userManagement.getUser(created.id)).toEqual(updated);

  await userManagement.deleteUser(created.id);
  await expect(userManagement.getUser(created.id)).rejects.toMatchObject({
    status: 404,
    code: "entity_not_found",
  });
});

test("refuses a taken email, a wrong email and a wrong key", async () => {
  const { url } = await startWorkos({ people });
  const { userManagement } = sdk(url);
  await expect(userManagement.createUser({ email: "ADA@example.com" })).rejects.toMatchObject({
    status: 400,
    code: "user_creation_error",
  });
  const { id } = await userManagement.createUser({ email: "grace@example.com" });
  await expect(
    userManagement.updateUser({ userId: id, email: "ada@example.com" }),
  ).rejects.toMatchObject({ status: 400, code: "email_not_available" });
  await expect(userManagement.createUser({ email: "ada" })).rejects.toMatchObject({ status: 422 });
  const answer = await fetch(`${url}/user_management/users`, {
    headers: { authorization: "Bearer sk_test_other" },
  });
  expect([answer.status, await answer.json()]).toEqual([401, { message: "Unauthorized" }]);
});

test("pages through users in both directions", async () => {
  const { url, control } = await startWorkos();
  for (const name of ["a", "b", "c", "d", "e"]) {
    await control.createUser({ email: `${name}@example.com` });
  }
  const { userManagement } = sdk(url);
  const page = async (options: { after?: string; before?: string }) => {
    const { data, listMetadata } = await userManagement.listUsers({
      limit: 2,
      order: "asc",
      ...options,
    });
    return { names: data.map(({ email }) => email[0]).join(""), listMetadata };
  };
  const first = await page({});
  expect(first).toMatchObject({ names: "ab", listMetadata: { before: null } });
  const second = await page({ after: first.listMetadata.after! });
  expect(second.names).toBe("cd");
  const third = await page({ after: second.listMetadata.after! });
  expect(third).toMatchObject({ names: "e", listMetadata: { after: null } });
  expect((await page({ before: second.listMetadata.before! })).names).toBe("ab");
  expect((await userManagement.listUsers({ email: "D@example.com" })).data).toHaveLength(1);
  expect((await userManagement.listUsers()).data[0]?.email).toBe("e@example.com");
});

test("delivers webhooks that constructEvent accepts", async () => {
  const received: { payload: string; sigHeader: string }[] = [];
  const endpoint = await startEndpoint((payload, { headers }) => {
    received.push({ payload, sigHeader: String(headers["workos-signature"]) });
    return Promise.resolve({ status: 200 });
  });
  const webhookEndpoint = { url: endpoint, secret: webhookSecret };
  const { url, control } = await startWorkos({ people, webhookEndpoint });
  const { code, verifier } = await obtainCode(url, "ada@example.com");
  const { userManagement, webhooks } = sdk(url);
  await userManagement.authenticateWithCode({ code, codeVerifier: verifier });
  await control.revokeSessions("ada@example.com");
  await control.waitForDelivery({ email: "ada@example.com", type: "session.revoked" });

  const secret = webhookSecret;
  const events = await Promise.all(
    received.map(({ payload, sigHeader }) =>
      webhooks.constructEvent({
        payload: JSON.parse(payload) as Record<string, unknown>,
        sigHeader,
        secret,
      }),
    ),
  );
  expect(events.map(({ event }) => event)).toEqual([
    "user.created",
    "session.created",
    "session.revoked",
  ]);
  expect(events[0]?.data).toMatchObject({ email: "ada@example.com", firstName: "Ada" });
  expect(events[2]?.data).toMatchObject({ status: "revoked" });
});
