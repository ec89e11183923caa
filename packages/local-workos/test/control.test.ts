import { expect, test } from "vitest";
import {
  apiKey,
  authorization,
  claimsOf,
  locationOf,
  obtainTokens,
  refresh,
  startWorkos,
  type Tokens,
} from "./harness.ts";

const ada = "ada@example.com";
const grace = "grace@example.com";
const people = [{ email: ada }, { email: grace }];

function lifetimeOf(tokens: Tokens): number {
  const { exp, iat } = claimsOf(tokens);
  return Number(exp) - Number(iat);
}

test("sets the access token lifetime for everybody and for one person", async () => {
  const { url, control } = await startWorkos({ people });
  expect(await control.settings({ accessTokenLifetimeSeconds: 60 })).toEqual({
    accessTokenLifetimeSeconds: 60,
    webhookDelayMs: 0,
    autoSignIn: null,
  });
  await control.settings({ email: ada, accessTokenLifetimeSeconds: 35 });
  expect(lifetimeOf(await obtainTokens(url, ada))).toBe(35);
  expect(lifetimeOf(await obtainTokens(url, grace))).toBe(60);
});

test("signs in at once as the person that is set", async () => {
  const { url, control } = await startWorkos({ people });
  await control.settings({ autoSignIn: ada });
  const signedIn = await fetch(authorization(url).url, { redirect: "manual" });
  expect(locationOf(signedIn).searchParams.get("code")).toBeTruthy();
  await control.settings({ autoSignIn: null });
  expect((await fetch(authorization(url).url)).status).toBe(200);
});

test("fails the next requests of one person, and uses nothing up", async () => {
  const { url, control } = await startWorkos({ people });
  const [adas, graces] = [await obtainTokens(url, ada), await obtainTokens(url, grace)];
  const path = "/user_management/authenticate";
  await control.failNext({ path, email: ada, count: 2, status: 500 });
  expect((await refresh(url, graces.refresh_token)).status).toBe(200);
  const statuses: number[] = [];
  for (let i = 0; i < 3; i++) statuses.push((await refresh(url, adas.refresh_token)).status);
  expect(statuses).toEqual([500, 500, 200]);
});

test("fails the next request of any path", async () => {
  const { url, control } = await startWorkos();
  await control.failNext({ path: "/sso/jwks/client_local" });
  expect((await fetch(`${url}/sso/jwks/client_local`)).status).toBe(503);
  expect((await fetch(`${url}/sso/jwks/client_local`)).status).toBe(200);
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
