import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createControlClient, startLocalWorkos, type LocalWorkosOptions } from "@repo/local-workos";
import { WorkOS, type ActionContext } from "@workos-inc/node";
import { expect, onTestFinished } from "vitest";
import { wrongWithAnswer, wrongWithEvent } from "./openapi.ts";

export const clientId = "client_local";
export const apiKey = "sk_test_local";
export const redirectUri = "http://localhost:5173/callback";
export const appOrigin = "http://localhost:5173";
export const webhookSecret = "webhook secret";
export const actionSecret = "action secret";

const wrongAnswers: string[] = [];
const unchecked = globalThis.fetch;

/** `fetch` that holds every answer of the local WorkOS against the published description. */
const nodeFetch: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  const response = await unchecked(request);
  await checkAnswer(request.method, request.url, response.clone());
  return response;
};
globalThis.fetch = nodeFetch;

/** Notes what is wrong with an answer, for {@link expectRightAnswers}. */
export async function checkAnswer(
  method: string,
  url: string,
  response: Response,
  isCookieMode = response.headers.get("set-cookie")?.includes("workos-refresh-token=") ?? false,
): Promise<void> {
  const type = response.headers.get("content-type") ?? "";
  // Pages are for people: the description has only what programs read.
  if (type.includes("text/html")) return;
  const body = type.includes("application/json") ? ((await response.json()) as object) : undefined;
  // In cookie mode the refresh token is in a cookie instead, which the description leaves out.
  const whole = isCookieMode ? { ...body, refresh_token: "in a cookie" } : body;
  const wrong = wrongWithAnswer(method, new URL(url), response.status, whole);
  if (wrong) wrongAnswers.push(wrong);
}

/** Fails the test that has seen a wrong answer: test/setup.ts calls it after each. */
export function expectRightAnswers(): void {
  expect(wrongAnswers.splice(0)).toEqual([]);
}

/** Starts an environment that stops with the test, and its control client. */
export async function startWorkos(options: Partial<LocalWorkosOptions> = {}) {
  const log: string[] = [];
  const workos = await startLocalWorkos({
    port: 0,
    clientId,
    apiKey,
    configure: {
      redirectUris: [redirectUri, "http://localhost:3000/callback"],
      appHomepageUrl: "http://localhost:3000",
      corsOrigins: [appOrigin],
    },
    onLog: (line) => log.push(line),
    ...options,
  });
  onTestFinished(() => workos.stop());
  const control = createControlClient({ url: workos.url, apiKey });
  return { ...workos, control, log };
}

/** The URL of the hosted page for a PKCE request, and the verifier that goes with it. */
export function authorization(url: string, parameters: Record<string, string> = {}) {
  const verifier = randomBytes(32).toString("base64url");
  const target = new URL("/user_management/authorize", url);
  target.search = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    provider: "authkit",
    state: "the state",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    ...parameters,
  }).toString();
  return { url: target.href, verifier };
}

/** Submits the form of a hosted page, as a browser would. */
export function submit(url: string, fields: Record<string, string>): Promise<Response> {
  return nodeFetch(url, {
    method: "POST",
    redirect: "manual",
    headers: { origin: new URL(url).origin },
    body: new URLSearchParams(fields),
  });
}

/** Where a response redirects to. */
export function locationOf(response: Response): URL {
  const location = response.headers.get("location");
  if (location === null) throw new Error(`No redirect but HTTP ${response.status}.`);
  return new URL(location);
}

/** Signs in through the hosted page, up to the code in the callback. */
export async function obtainCode(url: string, email: string, parameters?: Record<string, string>) {
  const request = authorization(url, parameters);
  const callback = locationOf(await submit(request.url, { email }));
  return { code: callback.searchParams.get("code") ?? "", verifier: request.verifier };
}

/** The token endpoint, as a public client of the app's origin uses it. */
export function authenticate(url: string, body: Record<string, unknown>, origin = appOrigin) {
  return nodeFetch(`${url}/user_management/authenticate`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify({ client_id: clientId, ...body }),
  });
}

export type Tokens = {
  access_token: string;
  refresh_token: string;
  organization_id?: string;
  user: { id: string };
};

/** Signs in through the hosted page, up to the tokens. */
export async function obtainTokens(
  url: string,
  email: string,
  parameters?: Record<string, string>,
): Promise<Tokens> {
  const { code, verifier } = await obtainCode(url, email, parameters);
  const grant = { grant_type: "authorization_code", code, code_verifier: verifier };
  return (await (await authenticate(url, grant)).json()) as Tokens;
}

/**
 * Follows the URL of a sign-in that has started at WorkOS, as a browser does: to the app's page that
 * starts sign-ins, from there to the hosted page and back, and to the tokens.
 */
export async function continueStarted(started: string, initiateLoginUri: string): Promise<Tokens> {
  const page = await nodeFetch(started, { redirect: "manual" });
  expect(locationOf(page).href).toBe(initiateLoginUri);
  const [cookie = ""] = page.headers.getSetCookie();
  expect(cookie).toMatch(
    /; Max-Age=60; Path=\/user_management\/authorize; HttpOnly; SameSite=Lax$/,
  );
  const { origin } = new URL(started);
  const { url, verifier } = authorization(origin);
  const headers = { cookie: cookie.split(";")[0] ?? "" };
  const callback = locationOf(await nodeFetch(url, { redirect: "manual", headers }));
  expect(callback.searchParams.get("state")).toBe("the state");
  // Good once: the next sign-in asks again.
  expect((await nodeFetch(url, { redirect: "manual", headers })).status).toBe(200);
  const code = callback.searchParams.get("code");
  const grant = { grant_type: "authorization_code", code, code_verifier: verifier };
  return (await (await authenticate(origin, grant)).json()) as Tokens;
}

export function refresh(url: string, token: string, extra: object = {}): Promise<Response> {
  return authenticate(url, { grant_type: "refresh_token", refresh_token: token, ...extra });
}

/** What an access token says, unverified. */
export function claimsOf({ access_token }: { access_token: string }): Record<string, unknown> {
  const payload = Buffer.from(access_token.split(".")[1] ?? "", "base64url").toString();
  return JSON.parse(payload) as Record<string, unknown>;
}

/** The real Node SDK, as the app's server uses it. */
export function sdk(url: string): WorkOS {
  const port = Number(new URL(url).port);
  return new WorkOS({ apiKey, clientId, apiHostname: "localhost", port, https: false });
}

/** An event as an endpoint gets it. */
type ReceivedEvent = {
  id: string;
  event: string;
  data: { email?: string; first_name?: string; status?: string };
};

/** A webhook endpoint of the app, which answers with the given statuses, then with 200. */
export async function startWebhookEndpoint(statuses: number[] = []) {
  const received: ReceivedEvent[] = [];
  const url = await startEndpoint((body) => {
    const event = JSON.parse(body) as ReceivedEvent;
    const wrong = wrongWithEvent(event);
    if (wrong) wrongAnswers.push(wrong);
    received.push(event);
    return Promise.resolve({ status: statuses.shift() ?? 200 });
  });
  return { received, url, webhookEndpoint: { url, secret: webhookSecret } };
}

/** A server of the app on loopback, which stops with the test. */
export async function startEndpoint(
  answer: (body: string, request: IncomingMessage) => Promise<{ status: number; body?: string }>,
): Promise<string> {
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { status, body } = await answer(Buffer.concat(chunks).toString(), request);
    response.writeHead(status).end(body);
  };
  const server: Server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const { actions } = new WorkOS({ apiKey, clientId });

export type SignedResponse = Awaited<ReturnType<typeof actions.signResponse>>;

/** An app's action endpoint as @workos-inc/node builds it; `forge` makes its answers wrong. */
export function startActionEndpoint(
  decide: (context: ActionContext) => string | null,
  forge: (response: SignedResponse) => SignedResponse | Promise<SignedResponse> = (same) => same,
): Promise<string> {
  return startEndpoint(async (body, { headers }) => {
    const context = await actions.constructAction({
      payload: JSON.parse(body) as Record<string, unknown>,
      sigHeader: String(headers["workos-signature"]),
      secret: actionSecret,
    });
    const type =
      context.object === "authentication_action_context" ? "authentication" : "user_registration";
    const errorMessage = decide(context);
    const response = await actions.signResponse(
      errorMessage === null ? { type, verdict: "Allow" } : { type, verdict: "Deny", errorMessage },
      actionSecret,
    );
    return { status: 200, body: JSON.stringify(await forge(response)) };
  });
}
