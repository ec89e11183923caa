import { createClient, LoginRequiredError } from "@workos-inc/authkit-js";
import { Window } from "happy-dom";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { appOrigin, clientId, locationOf, redirectUri, startWorkos, submit } from "./harness.ts";

const people = [{ email: "ada@example.com", firstName: "Ada", lastName: "Lovelace" }];
let window: Window;

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
  const nodeFetch = fetch;
  // Only the token endpoint is for pages; the control client stays free of their CORS checks.
  vi.stubGlobal("fetch", (url: URL, init: RequestInit) =>
    url.pathname === "/user_management/authenticate"
      ? window.fetch(url, init as Parameters<Window["fetch"]>[1])
      : nodeFetch(url, init),
  );
});

afterEach(async () => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  await window.happyDOM.close();
});

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
