import { createClient, LoginRequiredError } from "@workos-inc/authkit-js";
import { Window } from "happy-dom";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import {
  appOrigin,
  authorization,
  checkAnswer,
  clientId,
  locationOf,
  obtainCode,
  redirectUri,
  startWorkos,
  submit,
} from "./harness.ts";

const people = [{ email: "ada@example.com", firstName: "Ada", lastName: "Lovelace" }];
let window: Window;

const nodeFetch = fetch;

/** The window's fetch, whose answers are held against the published description too. */
async function checkedWindowFetch(url: URL, init: RequestInit): Promise<Response> {
  const answer = await window.fetch(url, init as Parameters<Window["fetch"]>[1]);
  const text = await answer.text();
  const headers = { "content-type": answer.headers.get("content-type") ?? "" };
  const response = () => new Response(text, { status: answer.status, headers });
  await checkAnswer("POST", url.href, response(), init.credentials === "include" && answer.ok);
  return response();
}

/** A page of the app in a browser, with the browser's own CORS checks. */
function openPage(url: string): void {
  window.happyDOM.setURL(url);
}

beforeEach(() => {
  window = new Window({ url: appOrigin });
  // Where the SDK reports the failed refreshes that these tests provoke.
  vi.spyOn(console, "debug").mockImplementation(() => undefined);
  const { document, location, history, sessionStorage, localStorage } = window;
  const globals = { window, document, location, history, sessionStorage, localStorage };
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
  // Only the token endpoint is for pages; the control client stays free of their CORS checks.
  vi.stubGlobal("fetch", (url: URL, init: RequestInit) =>
    url.pathname === "/user_management/authenticate"
      ? checkedWindowFetch(url, init)
      : nodeFetch(url, init),
  );
});

afterEach(async () => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  await window.happyDOM.close();
});

/** Takes the cookies of a navigation, which these tests make outside of the window. */
function takeCookies(url: string, response: Response): void {
  const page = window.location.href;
  openPage(url);
  for (const cookie of response.headers.getSetCookie()) {
    // A script cannot set HttpOnly, and happy-dom does not know that "Max-Age=0" deletes.
    const settable = cookie.replace("; HttpOnly", "");
    window.document.cookie = settable.replace("Max-Age=0", `Expires=${new Date(0).toUTCString()}`);
  }
  openPage(page);
}

/** Loads the app's page: what authkit-react does when it is mounted. */
async function loadApp(url: string, options: Parameters<typeof createClient>[1] = {}) {
  const port = Number(new URL(url).port);
  const api = { apiHostname: "localhost", port, https: false };
  const client = await createClient(clientId, { ...api, redirectUri, ...options });
  onTestFinished(() => client.dispose());
  return client;
}

/** Loads the app, goes through the hosted page, and loads the callback. */
async function signInAs(email: string, url: string) {
  const before = await loadApp(url);
  expect(before.getUser()).toBeNull();
  const hostedPage = await before.getSignInUrl({ state: { returnTo: "/notes" } });
  before.dispose();
  openPage(locationOf(await submit(hostedPage, { email })).href);
  const onRedirectCallback = vi.fn();
  const client = await loadApp(url, { onRedirectCallback });
  return { client, onRedirectCallback };
}

test("signs in, refreshes, and signs out", async () => {
  const { url, control } = await startWorkos({ people });
  const { client, onRedirectCallback } = await signInAs("ada@example.com", url);
  expect(client.getUser()).toMatchObject({ email: "ada@example.com", firstName: "Ada" });
  expect(onRedirectCallback).toHaveBeenCalledWith(
    expect.objectContaining({ state: { returnTo: "/notes" } }),
  );
  expect(window.location.search).toBe("");

  const first = await client.getAccessToken();
  expect(await client.getAccessToken()).toBe(first);
  const second = await client.getAccessToken({ forceRefresh: true });
  expect(second).not.toBe(first);

  const navigate = vi.spyOn(window.location, "assign").mockImplementation(() => undefined);
  client.signOut({ returnTo: "http://localhost:3000/" });
  const signedOut = await fetch(navigate.mock.lastCall?.[0] ?? "", { redirect: "manual" });
  expect(locationOf(signedOut).href).toBe("http://localhost:3000/");
  expect(await control.revokeSessions("ada@example.com")).toBe(0);
});

test("a page load takes up the session, and a revoked one asks to sign in", async () => {
  const { url, control } = await startWorkos({ people });
  (await signInAs("ada@example.com", url)).client.dispose();

  openPage(`${appOrigin}/notes`);
  const onRefreshFailure = vi.fn();
  const reloaded = await loadApp(url, { onRefreshFailure });
  expect(reloaded.getUser()).toMatchObject({ email: "ada@example.com" });

  expect(await control.revokeSessions("ada@example.com")).toBe(1);
  await expect(reloaded.getAccessToken({ forceRefresh: true })).rejects.toThrow(LoginRequiredError);
  expect(onRefreshFailure).toHaveBeenCalledOnce();
});

test("survives a refresh that is answered with 503", async () => {
  const { url, control } = await startWorkos({ people });
  const { client } = await signInAs("ada@example.com", url);
  await control.failNext({ path: "/user_management/authenticate", email: "ada@example.com" });
  await expect(client.getAccessToken({ forceRefresh: true })).rejects.toMatchObject({
    isTransient: true,
  });
  await expect(client.getAccessToken({ forceRefresh: true })).resolves.toBeTypeOf("string");
});

test("a page of an unlisted origin cannot exchange its code", async () => {
  const redirectUri = "http://localhost:9999/callback";
  const configure = {
    redirectUris: [redirectUri],
    appHomepageUrl: "http://localhost:9999",
    corsOrigins: [appOrigin],
  };
  const { url, log } = await startWorkos({ people, configure });
  openPage("http://localhost:9999/");
  const hostedPage = await (await loadApp(url, { redirectUri })).getSignInUrl();
  openPage(locationOf(await submit(hostedPage, { email: "ada@example.com" })).href);
  const reported = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const client = await loadApp(url, { redirectUri });
  expect(client.getUser()).toBeNull();
  expect(reported).toHaveBeenCalled();
  expect(log).toContainEqual(
    expect.stringContaining("http://localhost:9999 is not in corsOrigins"),
  );
});

test("cookie mode: the refresh token stays out of the page's reach", async () => {
  const { url, control } = await startWorkos({ people });
  const cookieMode = { devMode: false };
  const before = await loadApp(url, cookieMode);
  const hostedPage = await before.getSignInUrl();
  before.dispose();
  const callback = await submit(hostedPage, { email: "ada@example.com" });
  takeCookies(url, callback);
  openPage(locationOf(callback).href);
  const client = await loadApp(url, cookieMode);
  expect(client.getUser()).toMatchObject({ email: "ada@example.com" });
  expect(window.document.cookie).toBe(`workos-has-session=${clientId}`);
  expect(JSON.stringify({ ...window.localStorage })).not.toContain("refresh");
  const first = await client.getAccessToken();
  expect(await client.getAccessToken({ forceRefresh: true })).not.toBe(first);
  client.dispose();

  openPage(`${appOrigin}/notes`);
  const reloaded = await loadApp(url, cookieMode);
  expect(reloaded.getUser()).toMatchObject({ email: "ada@example.com" });

  const navigate = vi.spyOn(window.location, "assign").mockImplementation(() => undefined);
  reloaded.signOut();
  const signedOut = await fetch(navigate.mock.lastCall?.[0] ?? "", { redirect: "manual" });
  takeCookies(url, signedOut);
  expect(window.document.cookie).toBe("");
  expect(await control.revokeSessions("ada@example.com")).toBe(0);
  openPage(appOrigin);
  expect((await loadApp(url, cookieMode)).getUser()).toBeNull();
});

test("cookie mode: the answers carry no refresh token, and each is good once", async () => {
  const { url } = await startWorkos({ people });
  const { code, verifier } = await obtainCode(url, "ada@example.com");
  const exchange = async (body: object, cookie = "", origin = appOrigin) => {
    const response = await nodeFetch(`${url}/user_management/authenticate`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(origin && { origin }), cookie },
      body: JSON.stringify({ client_id: clientId, ...body }),
    });
    const cookies = response.headers.getSetCookie();
    return { status: response.status, body: (await response.json()) as object, cookies };
  };
  const { url: page } = authorization(url);
  const [marker, ...attributes] =
    (await submit(page, { email: "ada@example.com" })).headers.getSetCookie()[0]?.split("; ") ?? [];
  expect(attributes).toEqual(["Path=/user_management/authenticate", "HttpOnly", "SameSite=Lax"]);
  const grant = { grant_type: "authorization_code", code, code_verifier: verifier };
  const signedIn = await exchange(grant, marker);
  expect(signedIn.status).toBe(200);
  expect(signedIn.body).not.toHaveProperty("refresh_token");
  const [token, hasSession] = signedIn.cookies;
  const expiry = / Expires=([^;]+);/;
  expect(token?.replace(expiry, "")).toMatch(
    /^workos-refresh-token=[\w-]+; Path=\/user_management\/authenticate; HttpOnly; SameSite=Lax$/,
  );
  expect(hasSession?.replace(expiry, "")).toBe(
    `workos-has-session=${clientId}; Path=/; SameSite=Lax`,
  );
  // They live as long as the session.
  for (const each of [token, hasSession]) {
    const days = (Date.parse(expiry.exec(each ?? "")?.[1] ?? "") - Date.now()) / 86_400_000;
    expect(days).toBeCloseTo(30, 2);
  }

  // The marker goes when the browser is closed, the refresh token stays.
  const cookie = token?.split(";")[0] ?? "";
  const refreshGrant = { grant_type: "refresh_token" };
  // Neither another site nor a program without an origin can use a browser's cookies.
  expect((await exchange(refreshGrant, cookie, "https://evil.example")).status).toBe(403);
  expect((await exchange(refreshGrant, cookie, "")).status).toBe(403);
  const refreshed = await exchange(refreshGrant, cookie);
  expect(refreshed.status).toBe(200);
  expect(refreshed.body).not.toHaveProperty("refresh_token");
  expect((await exchange(refreshGrant, cookie)).body).toMatchObject({
    error_description: "Refresh token already exchanged.",
  });
});
