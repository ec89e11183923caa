import { expect, test } from "vitest";
import { authorization, locationOf, obtainTokens, refresh, startWorkos } from "./harness.ts";

const ada = "ada@example.com";
const grace = "grace@example.com";
const people = [{ email: ada }, { email: grace }];

function lifetimeOf({ access_token }: { access_token: string }): number {
  const payload = Buffer.from(access_token.split(".")[1] ?? "", "base64url").toString();
  const { exp, iat } = JSON.parse(payload) as { exp: number; iat: number };
  return exp - iat;
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

test("is not for web pages, and says what is wrong with a request", async () => {
  const { url, control } = await startWorkos();
  const fromPage = await fetch(`${url}/_control/settings`, {
    headers: { origin: "http://localhost:5173" },
  });
  expect(fromPage.status).toBe(403);
  await expect(control.settings({ webhookDelayMs: -1 })).rejects.toThrow(
    "webhookDelayMs must be an integer from 0 to 600000.",
  );
});
