import { readFile } from "node:fs/promises";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { afterAll, expect, expectTypeOf, test } from "vitest";
import type { z } from "zod";
import type { ControlClient } from "@repo/local-workos";
import { controlOperations } from "../src/control/operations.ts";
import {
  apiKey,
  authenticate,
  authorization,
  claimsOf,
  clientId,
  continueStarted,
  locationOf,
  obtainCode,
  obtainTokens,
  refresh,
  sdk,
  startWebhookEndpoint,
  startWorkos as startUnwatched,
  type Tokens,
} from "./harness.ts";

const ada = "ada@example.com";
const grace = "grace@example.com";
const people = [{ email: ada }, { email: grace }];
const authenticatePath = "/user_management/authenticate";
/** The methods of the client that the tests of this file have called. */
const used = new Set<string>();

async function startWorkos(...options: Parameters<typeof startUnwatched>) {
  const workos = await startUnwatched(...options);
  const control = new Proxy(workos.control, {
    get: (client, name: keyof ControlClient) => {
      used.add(name);
      return client[name];
    },
  });
  return { ...workos, control };
}

function lifetimeOf(tokens: Tokens): number {
  const { exp, iat } = claimsOf(tokens);
  return Number(exp) - Number(iat);
}

async function errorOf(response: Promise<Response>): Promise<string | undefined> {
  return ((await (await response).json()) as { error_description?: string }).error_description;
}

/** Somebody with a created and an updated event that are held. */
async function holdTwo(email?: string) {
  const endpoint = await startWebhookEndpoint();
  const { control } = await startWorkos({ webhookEndpoint: endpoint.webhookEndpoint });
  await control.holdWebhooks(email);
  const { id } = await control.createUser({ email: "Ada@example.com" });
  await control.updateUser(id, { first_name: "Ada" });
  const names = () => endpoint.received.map(({ event }) => event);
  return { control, names, id };
}

test("the client's methods take what the operations take, and return what they return", () => {
  type Operations = ReturnType<typeof controlOperations>;
  type Methods = {
    [Name in keyof Operations]: (
      ...args: z.input<Operations[Name]["args"]>
    ) => Promise<Awaited<ReturnType<Operations[Name]["run"]>>>;
  };
  expectTypeOf<Methods>().toExtend<ControlClient>();
  expectTypeOf<keyof Methods>().toEqualTypeOf<keyof ControlClient>();
});

test("sets the access token lifetime for everybody and for one person", async () => {
  const { url, control } = await startWorkos({ people });
  expect(await control.settings({ accessTokenLifetimeSeconds: 60 })).toEqual({
    accessTokenLifetimeSeconds: 60,
    accessTokenAgeSeconds: 0,
    webhookDelayMs: 0,
    knowsSignOutUris: true,
    autoSignIn: null,
    initiateLoginUri: null,
    issuerOrigin: "https://api.workos.com",
  });
  await control.settings({ email: ada, accessTokenLifetimeSeconds: 35 });
  expect(lifetimeOf(await obtainTokens(url, ada))).toBe(35);
  expect(lifetimeOf(await obtainTokens(url, grace))).toBe(60);
  // What was set for one person alone stays, the rest follows everybody's.
  await control.settings({ accessTokenLifetimeSeconds: 90, webhookDelayMs: 5 });
  expect(await control.settings({ email: ada })).toMatchObject({
    accessTokenLifetimeSeconds: 35,
    webhookDelayMs: 5,
  });
});

test("sends access tokens as a clock that is behind makes them", async () => {
  const { url, control } = await startWorkos({ people });
  await control.settings({ email: ada, accessTokenAgeSeconds: 600 });
  const { iat, exp } = claimsOf(await obtainTokens(url, ada));
  expect(Number(iat)).toBeLessThanOrEqual(Date.now() / 1_000 - 600);
  expect(Number(exp) - Number(iat)).toBe(300);
});

test("forgets the sign-out URIs for one person", async () => {
  const signOutUris = ["http://localhost:5173/bye"];
  const { url, control } = await startWorkos({ people, signOutUris });
  await control.settings({ email: ada, knowsSignOutUris: false });
  const placeAfterSignOut = async (email: string) => {
    const sid = String(claimsOf(await obtainTokens(url, email)).sid);
    const query = new URLSearchParams({ session_id: sid, return_to: signOutUris[0]! });
    const logout = `${url}/user_management/sessions/logout?${query.toString()}`;
    return (await fetch(logout, { redirect: "manual" })).headers.get("location");
  };
  expect(await placeAfterSignOut(ada)).toBe("http://localhost:3000");
  expect(await placeAfterSignOut(grace)).toBe(signOutUris[0]);
});

test("signs in at once as the person that is set", async () => {
  const { url, control } = await startWorkos({ people });
  await control.settings({ autoSignIn: ada });
  const signedIn = await fetch(authorization(url).url, { redirect: "manual" });
  expect(locationOf(signedIn).searchParams.get("code")).toBeTruthy();
  await control.settings({ autoSignIn: null });
  expect((await fetch(authorization(url).url)).status).toBe(200);
});

test("starts an impersonation at the app's own page, and marks what comes of it", async () => {
  const endpoint = await startWebhookEndpoint();
  const organizations = [{ id: "org_acme", name: "Acme", members: [{ email: ada }] }];
  const { webhookEndpoint } = endpoint;
  const { url, control } = await startWorkos({ people, organizations, webhookEndpoint });
  const initiateLoginUri = "http://localhost:5173/sign-in";
  await control.settings({ email: ada, initiateLoginUri });
  const impersonator = { email: "support@example.com", reason: "A question." };
  const started = await control.startSignIn(ada, { impersonator });
  const tokens = await continueStarted(started, initiateLoginUri);
  expect(tokens).toMatchObject({ authentication_method: "Impersonation", impersonator });
  const claims = { act: { sub: "support@example.com" }, org_id: "org_acme" };
  expect(claimsOf(tokens)).toMatchObject(claims);
  const refreshed = (await (await refresh(url, tokens.refresh_token)).json()) as Tokens;
  expect(refreshed).toMatchObject({ impersonator });
  expect(claimsOf(refreshed)).toMatchObject(claims);

  const { id } = (await control.findUserByEmail(ada))!;
  expect((await sdk(url).userManagement.listSessions(id)).data).toMatchObject([
    { authMethod: "impersonation", impersonator },
  ]);
  expect(await control.findUserByEmail(ada)).toMatchObject({ last_sign_in_at: null });
  await control.waitForDelivery({ email: ada, type: "session.created" });
  expect(endpoint.received.at(-1)?.data).toMatchObject({ impersonator });
  await control.moveClock(60 * 60_000);
  expect((await refresh(url, refreshed.refresh_token)).status).toBe(400);
});

test("starts a sign-in that ends with a code and no state, where the app has no page for it", async () => {
  const { url, control } = await startWorkos({ people });
  const other = "http://localhost:3000/callback";
  const started = await control.startSignIn(ada, { redirectUri: other });
  const callback = locationOf(await fetch(started, { redirect: "manual" }));
  expect(callback.origin + callback.pathname).toBe(other);
  expect([...callback.searchParams.keys()]).toEqual(["code"]);
  const code = callback.searchParams.get("code")!;
  const signedIn = await sdk(url).userManagement.authenticateWithCode({ code });
  expect(signedIn).toMatchObject({ user: { email: ada }, authenticationMethod: "Password" });
  expect(signedIn.impersonator).toBeUndefined();
  await expect(control.startSignIn(ada, { redirectUri: "https://evil.example" })).rejects.toThrow(
    "The redirect URI https://evil.example is not listed.",
  );
  await expect(control.startSignIn(ada, { organizationId: "org_x" })).rejects.toThrow(
    "ada@example.com is not a member of org_x.",
  );
  await control.moveClock(60_000);
  expect((await fetch(await control.startSignIn(ada), { redirect: "manual" })).status).toBe(302);
  const late = await control.startSignIn(ada);
  await control.moveClock(60_000);
  expect((await fetch(late)).status).toBe(400);
});

test("names another issuer in the tokens of one person, as a custom domain does", async () => {
  const { url, control } = await startWorkos({ people });
  await control.settings({ email: ada, issuerOrigin: "https://auth.example.com" });
  const issuerOf = async (email: string) => claimsOf(await obtainTokens(url, email)).iss;
  expect(await issuerOf(ada)).toBe(`https://auth.example.com/user_management/${clientId}`);
  expect(await issuerOf(grace)).toBe(`https://api.workos.com/user_management/${clientId}`);
});

test("fails the next requests of one person, and uses nothing up", async () => {
  const { url, control } = await startWorkos({ people });
  const [adas, graces] = [await obtainTokens(url, ada), await obtainTokens(url, grace)];
  await control.failNext({ path: authenticatePath, email: ada, count: 2, status: 500 });
  expect((await refresh(url, graces.refresh_token)).status).toBe(200);
  const statuses: number[] = [];
  for (let i = 0; i < 3; i++) statuses.push((await refresh(url, adas.refresh_token)).status);
  expect(statuses).toEqual([500, 500, 200]);
});

test("fails the next request of any path, until it is taken back", async () => {
  const { url, control } = await startWorkos();
  const path = `/sso/jwks/${clientId}`;
  await control.failNext({ path, count: 2 });
  expect((await fetch(url + path)).status).toBe(503);
  await control.failNext({ path, count: 0 });
  expect((await fetch(url + path)).status).toBe(200);
});

test("delays the next request of one person, and nobody else's", async () => {
  const { url, control } = await startWorkos({ people });
  const [adas, graces] = [await obtainTokens(url, ada), await obtainTokens(url, grace)];
  await control.delayNext({ path: authenticatePath, email: ada, milliseconds: 400 });
  const order: string[] = [];
  const slow = refresh(url, adas.refresh_token).then(() => order.push("ada"));
  await refresh(url, graces.refresh_token).then(() => order.push("grace"));
  await slow;
  expect(order).toEqual(["grace", "ada"]);
});

test("revokes, expires and refuses what a person has", async () => {
  const { url, control } = await startWorkos({ people });
  const revoked = await obtainTokens(url, ada);
  expect(await control.revokeSessions(ada)).toBe(1);
  expect(await errorOf(refresh(url, revoked.refresh_token))).toBe("Session has already ended.");

  const { code, verifier } = await obtainCode(url, ada);
  await control.expire("codes", ada);
  const grant = { grant_type: "authorization_code", code, code_verifier: verifier };
  expect(await errorOf(authenticate(url, grant))).toContain("has expired or is invalid");

  const expired = await obtainTokens(url, ada);
  const graces = await obtainTokens(url, grace);
  await control.expire("refresh tokens", ada);
  expect(await errorOf(refresh(url, expired.refresh_token))).toBe("Invalid refresh token.");

  const ended = await obtainTokens(url, ada);
  await control.expire("sessions", ada);
  expect(await errorOf(refresh(url, ended.refresh_token))).toBe("Session has already ended.");
  expect((await refresh(url, graces.refresh_token)).status).toBe(200);

  const { userManagement } = sdk(url);
  const { id, token } = await userManagement.sendInvitation({ email: "new@example.com" });
  await control.expire("invitations", "new@example.com");
  expect((await userManagement.getInvitation(id)).state).toBe("expired");
  const page = await fetch(authorization(url, { invitation_token: token }).url);
  expect(await page.text()).toContain("This invitation has expired.");
});

test("rotates the signing key: old tokens no longer verify, new ones do", async () => {
  const { url, control } = await startWorkos({ people });
  const before = await obtainTokens(url, ada);
  // A set of its own for each look: jose remembers keys.
  const verify = ({ access_token }: Tokens) =>
    jwtVerify(access_token, createRemoteJWKSet(new URL(`${url}/sso/jwks/${clientId}`)));
  await verify(before);
  const kid = await control.rotateSigningKey();
  await expect(verify(before)).rejects.toMatchObject({ code: "ERR_JWKS_NO_MATCHING_KEY" });
  const after = await verify(await obtainTokens(url, ada));
  expect(after.protectedHeader.kid).toBe(kid);
});

test("moves the clock: codes, sessions and tokens go by it", async () => {
  const { url, control } = await startWorkos({ people });
  const { code, verifier } = await obtainCode(url, ada);
  const tokens = await obtainTokens(url, ada);
  const minutes = 60_000;
  const now = new Date(await control.moveClock(10 * minutes)).getTime();
  expect(now - Date.now()).toBeGreaterThan(9 * minutes);
  const grant = { grant_type: "authorization_code", code, code_verifier: verifier };
  expect((await authenticate(url, grant)).status).toBe(400);
  const later = (await (await refresh(url, tokens.refresh_token)).json()) as Tokens;
  expect(Number(claimsOf(later).iat) - Number(claimsOf(tokens).iat)).toBeGreaterThanOrEqual(600);
  const user = await control.createUser({ email: "new@example.com" });
  expect(Date.parse(user.created_at)).toBeGreaterThanOrEqual(now);
  await control.moveClock(30 * 24 * 60 * minutes);
  expect(await errorOf(refresh(url, later.refresh_token))).toBe("Invalid refresh token.");
});

test("holds one person's webhooks and lets them go in order", async () => {
  const { control, names } = await holdTwo(ada);
  await control.createUser({ email: grace });
  await control.waitForDelivery({ email: grace, type: "user.created" });
  expect(names()).toEqual(["user.created"]);
  expect(await control.deliveries(ada)).toMatchObject([{ status: "held" }, { status: "held" }]);
  await control.releaseWebhooks(ada);
  await control.waitForDelivery({ email: ada, type: "user.updated" });
  expect(names().slice(1)).toEqual(["user.created", "user.updated"]);
});

test("holds everybody's webhooks, and delivers them in the order that is given", async () => {
  const { control, names } = await holdTwo();
  await control.createUser({ email: grace });
  await control.releaseWebhooks(undefined, ["user.updated", "user.created"]);
  await control.waitForDelivery({ email: grace, type: "user.created" });
  await control.waitForDelivery({ email: ada, type: "user.created" });
  const adas = await control.deliveries(ada);
  expect(adas.map(({ status }) => status)).toEqual(["delivered", "delivered"]);
  expect(names().indexOf("user.updated")).toBeLessThan(names().lastIndexOf("user.created"));
});

test("an update that is named first comes before the creation", async () => {
  const { control, names } = await holdTwo(ada);
  const [created, updated] = await control.deliveries(ada);
  await control.releaseWebhooks(ada, [updated!.eventId, created!.eventId]);
  await control.waitForDelivery({ email: ada, type: "user.created" });
  expect(names()).toEqual(["user.updated", "user.created"]);
});

test("duplicates an event that is named twice, and drops what is not named", async () => {
  const { control, names, id } = await holdTwo(ada);
  await control.releaseWebhooks(ada, ["user.created", "user.created"]);
  await control.deleteUser(id);
  await control.waitForDelivery({ email: ada, type: "user.deleted" });
  expect(names()).toEqual(["user.created", "user.created", "user.deleted"]);
  expect(await control.deliveries(ada)).toMatchObject([
    { type: "user.created", status: "delivered", attempts: 2 },
    { type: "user.updated", status: "dropped", attempts: 0 },
    { type: "user.deleted", status: "delivered", attempts: 1 },
  ]);
});

test("an order that names what is not held is refused, and lets nothing go", async () => {
  const { control, names } = await holdTwo(ada);
  await expect(control.releaseWebhooks(ada, ["user.created", "user.deleted"])).rejects.toThrow(
    "user.deleted is not held.",
  );
  expect(names()).toEqual([]);
  expect(await control.deliveries(ada)).toMatchObject([{ status: "held" }, { status: "held" }]);
});

test("waiting for a delivery that does not come ends with a sentence", async () => {
  const { control } = await startWorkos();
  await expect(control.waitForDelivery({ email: ada, type: "user.created" }, 1)).rejects.toThrow(
    "No user.created for ada@example.com was delivered in 1 ms.",
  );
  expect(await control.findUserByEmail(ada)).toBeUndefined();
});

test("is not for web pages or without the key, and says what is wrong with a request", async () => {
  const { url, control } = await startWorkos();
  const statusWith = async (headers: Record<string, string>) =>
    (await fetch(`${url}/_control/deliveries`, { method: "POST", body: "[]", headers })).status;
  const authorization = `Bearer ${apiKey}`;
  expect(await statusWith({ authorization })).toBe(200);
  expect(await statusWith({ authorization, origin: "http://localhost:5173" })).toBe(403);
  expect(await statusWith({})).toBe(401);
  await expect(control.settings({ webhookDelayMs: -1 })).rejects.toThrow(
    "webhookDelayMs: Too small: expected number to be >=0",
  );
  await expect(control.settings({ email: ada, autoSignIn: ada })).rejects.toThrow(
    "autoSignIn cannot be set for one person",
  );
  await expect(control.failNext({ path: "/events", email: ada })).rejects.toThrow(
    "email is for /user_management/authenticate only",
  );
});

const operations = Object.keys(
  controlOperations({} as Parameters<typeof controlOperations>[0]),
).sort();

test("every operation stands in the README", async () => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const table = [...readme.matchAll(/^\| `(\w+)\(/gm)].map(([, name]) => name!);
  expect(table.sort()).toEqual(operations);
});

// When only some of the tests run, only some of the operations are used.
afterAll(({}, { tasks }) => {
  if (tasks.every(({ mode }) => mode === "run")) expect([...used].sort()).toEqual(operations);
});
