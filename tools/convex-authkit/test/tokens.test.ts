import { startLocalConvex, type LocalConvex } from "@repo/local-convex";
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type JWTPayload } from "jose";
import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runConvexCli } from "../src/local/convex-project.ts";
import { readProject } from "../src/project/project.ts";

const clientId = "client_this";
const kid = "key_this";
const webhookSecret = "test webhook secret";
const issuer = `https://api.workos.com/user_management/${clientId}`;
const now = Math.floor(Date.now() / 1000);
const claims = { iss: issuer, sub: "user_1", sid: "session_1", iat: now, exp: now + 300 };

const ours = await generateKeyPair("RS256", { extractable: true });
const others = await generateKeyPair("RS256", { extractable: true });
const elliptic = await generateKeyPair("ES256");
const publicKey = { ...(await exportJWK(ours.publicKey)), kid, alg: "RS256", use: "sig" };
const othersJwk = await exportJWK(others.publicKey);

let keys: Server;
let deployment: LocalConvex;

// The backend with its own auth.config.ts, and WorkOS's keys where this test has the private one.
beforeAll(async () => {
  keys = createServer((request, response) => {
    const isKnown = /^\/sso\/jwks\/client_(this|second|third)$/.test(request.url ?? "");
    response.setHeader("content-type", "application/json").statusCode = isKnown ? 200 : 404;
    response.end(JSON.stringify(isKnown ? { keys: [publicKey] } : {}));
  });
  await new Promise<void>((resolve) => keys.listen(0, "127.0.0.1", resolve));
  const { port } = keys.address() as AddressInfo;
  deployment = await startLocalConvex({
    port: 0,
    sitePort: 0,
    rewriteOrigins: {
      "https://api.workos.com": `http://127.0.0.1:${port}`,
      "https://auth.example.com": `http://127.0.0.1:${port}`,
    },
    environmentVariables: {
      WORKOS_CLIENT_ID: clientId,
      WORKOS_API_KEY: "sk_this",
      WORKOS_WEBHOOK_SECRET: webhookSecret,
    },
  });
  await runConvexCli("deploy", deployment, await readProject(import.meta.dirname));
  await tellOfUser(claims.sub);
});

afterAll(async () => {
  await deployment.stop();
  keys.closeAllConnections();
  keys.close();
});

/** Tells the backend of a person as WorkOS does, so that it lets them act. */
async function tellOfUser(id: string) {
  const data = { object: "user", id, email: "ada@example.com" };
  const body = JSON.stringify({ object: "event", id: "event_1", event: "user.created", data });
  const timestamp = Date.now();
  const signature = createHmac("sha256", webhookSecret).update(`${timestamp}.${body}`);
  const response = await fetch(`${deployment.siteUrl}/workos/webhook`, {
    method: "POST",
    headers: { "WorkOS-Signature": `t=${timestamp}, v1=${signature.digest("hex")}` },
    body,
  });
  expect(response.status).toBe(200);
}

/** What the backend says to somebody who comes with this token. */
async function ask(token: string) {
  const response = await fetch(`${deployment.url}/api/mutation`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ path: "lists:create", args: { owner: "user", name: "Mine" } }),
  });
  const body = response.headers.get("content-type")?.includes("json")
    ? ((await response.json()) as { status?: string })
    : {};
  return { status: response.status, body };
}

async function countLists(): Promise<number> {
  const response = await fetch(`${deployment.url}/api/query`, {
    method: "POST",
    headers: { authorization: `Convex ${deployment.adminKey}` },
    body: JSON.stringify({ path: "_system/cli/tableSize", args: { tableName: "lists" } }),
  });
  return ((await response.json()) as { value: number }).value;
}

/** Sets variables of the deployment, as `convex env set` does; undefined removes one. */
async function setVariables(values: Record<string, string | undefined>) {
  const changes = Object.entries(values).map(([name, value]) => ({ name, value: value ?? null }));
  const response = await fetch(`${deployment.url}/api/update_environment_variables`, {
    method: "POST",
    headers: { authorization: `Convex ${deployment.adminKey}` },
    body: JSON.stringify({ changes }),
  });
  expect(response.status).toBe(200);
}

type Key = Parameters<SignJWT["sign"]>[0];

function sign(payload: JWTPayload = claims, header: object = {}, key: Key = ours.privateKey) {
  return new SignJWT(payload).setProtectedHeader({ alg: "RS256", kid, ...header }).sign(key);
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const part = (token: string, index: number) => token.split(".")[index] ?? "";

/** The right token with one of its three parts replaced. */
async function withPart(index: number, replace: (text: string) => string): Promise<string> {
  const parts = (await sign()).split(".");
  return parts.map((text, at) => (at === index ? replace(text) : text)).join(".");
}

const without = (name: keyof typeof claims) =>
  Object.fromEntries(Object.entries(claims).filter(([claim]) => claim !== name));

const badTokens: [name: string, token: () => string | Promise<string>][] = [
  ["no algorithm", () => `${encode({ alg: "none", typ: "JWT" })}.${encode(claims)}.`],
  ["no algorithm, in capitals", () => `${encode({ alg: "NONE" })}.${encode(claims)}.`],
  [
    "no algorithm, and the signature of another token",
    async () => `${encode({ alg: "none", kid })}.${encode(claims)}.${part(await sign(), 2)}`,
  ],
  [
    "HS256 with the public key as its secret",
    async () => sign(claims, { alg: "HS256" }, Buffer.from(await exportSPKI(ours.publicKey))),
  ],
  ["another key under the same id", () => sign(claims, {}, others.privateKey)],
  ["another key under its own id", () => sign(claims, { kid: "key_2" }, others.privateKey)],
  ["another key without an id", () => sign(claims, { kid: undefined }, others.privateKey)],
  [
    "another key that the token brings along",
    () => sign(claims, { jwk: othersJwk }, others.privateKey),
  ],
  [
    "another key at an address in the token",
    () => sign(claims, { jku: "https://evil.example/jwks" }, others.privateKey),
  ],
  ["an elliptic key", () => sign(claims, { alg: "ES256" }, elliptic.privateKey)],
  ["another environment's issuer", () => sign({ ...claims, iss: `${issuer}_other` })],
  ["the issuer over http", () => sign({ ...claims, iss: issuer.replace("https", "http") })],
  ["an issuer below the right one", () => sign({ ...claims, iss: `${issuer}/more` })],
  ["an issuer that only starts alike", () => sign({ ...claims, iss: `${issuer}.evil.example` })],
  ["another issuer", () => sign({ ...claims, iss: "https://evil.example" })],
  ["no issuer", () => sign(without("iss"))],
  ["several issuers", () => sign({ ...claims, iss: [issuer] as unknown as string })],
  [
    "the issuer that needs an audience, without one",
    () => sign({ ...claims, iss: "https://api.workos.com/" }),
  ],
  [
    "the issuer that needs an audience, with another's",
    () => sign({ ...claims, iss: "https://api.workos.com/", aud: "client_other" }),
  ],
  ["expired", () => sign({ ...claims, exp: now - 60 })],
  ["expired long ago", () => sign({ ...claims, iat: 1, exp: 2 })],
  ["without an expiry", () => sign(without("exp"))],
  ["an expiry that is text", () => sign({ ...claims, exp: String(now + 300) as never })],
  ["not valid yet", () => sign({ ...claims, nbf: now + 3_600 })],
  ["nobody as its subject", () => sign(without("sub"))],
  ["an empty subject", () => sign({ ...claims, sub: "" })],
  ["a subject that is a number", () => sign({ ...claims, sub: 1 as never })],
  ["a changed subject", () => withPart(1, () => encode({ ...claims, sub: "user_2" }))],
  ["a longer life", () => withPart(1, () => encode({ ...claims, exp: now + 86_400 }))],
  ["a changed header", () => withPart(0, () => encode({ alg: "RS256", kid, typ: "x" }))],
  [
    "a changed signature",
    () => withPart(2, (text) => text.replace(/^./, (c) => (c === "A" ? "B" : "A"))),
  ],
  ["half of its signature", () => withPart(2, (text) => text.slice(0, 100))],
  ["no signature", () => withPart(2, () => "")],
  ["two parts", async () => (await sign()).split(".").slice(0, 2).join(".")],
  ["four parts", async () => `${await sign()}.${encode({})}`],
  [
    "a claim that must be understood and is not",
    () =>
      sign(claims, { crit: ["x"], x: 1 }).catch(
        () => `${encode({ alg: "RS256", kid, crit: ["x"], x: 1 })}.${encode(claims)}.AAAA`,
      ),
  ],
  [
    "a payload that is no JSON",
    () => withPart(1, () => Buffer.from("user_1").toString("base64url")),
  ],
  ["no token at all", () => "user_1"],
  ["100 kB", () => sign({ ...claims, more: "x".repeat(100_000) })],
];

test("the token that each of the others differs from is accepted", async () => {
  const before = await countLists();
  expect(await ask(await sign())).toMatchObject({ status: 200, body: { status: "success" } });
  expect(await countLists()).toBe(before + 1);
});

test.each(badTokens)("a token with %s is refused, and nothing written", async (_name, token) => {
  const before = await countLists();
  const { status, body } = await ask(await token());
  // 431: Node refuses headers of that size itself.
  expect([401, 431]).toContain(status);
  expect(body.status).not.toBe("success");
  expect(await countLists()).toBe(before);
});

const issuerOf = (host: string, client: string) => `https://${host}/user_management/${client}`;

/** Issuers that are accepted once a variable says so, and until it no longer does: no push is needed. */
const byVariable: [variable: string, value: string, issuer: string, audience?: string][] = [
  ["WORKOS_API_HOSTNAME", "auth.example.com", issuerOf("auth.example.com", clientId)],
  ["WORKOS_API_HOSTNAME", "auth.example.com", "https://auth.example.com/", clientId],
  [
    "WORKOS_OTHER_CLIENT_IDS",
    "client_second, client_third",
    issuerOf("api.workos.com", "client_second"),
  ],
  [
    "WORKOS_OTHER_CLIENT_IDS",
    "client_second, client_third",
    issuerOf("api.workos.com", "client_third"),
  ],
];

test.each(byVariable)("with %s=%s, tokens of %s are accepted", async (name, value, iss, aud) => {
  const token = await sign({ ...claims, iss, ...(aud && { aud }) });
  expect((await ask(token)).status).toBe(401);
  await setVariables({ [name]: value });
  expect(await ask(token)).toMatchObject({ status: 200, body: { status: "success" } });
  expect((await ask(await sign())).status, "the tokens from before").toBe(200);
  await setVariables({ [name]: undefined });
  expect((await ask(token)).status).toBe(401);
});

test("with an empty WORKOS_API_HOSTNAME and no other client ids, all is as without", async () => {
  await setVariables({ WORKOS_API_HOSTNAME: "", WORKOS_OTHER_CLIENT_IDS: " , " });
  expect((await ask(await sign())).status).toBe(200);
  expect((await ask(await sign({ ...claims, iss: issuerOf("api.workos.com", "") }))).status).toBe(
    401,
  );
  await setVariables({ WORKOS_API_HOSTNAME: undefined, WORKOS_OTHER_CLIENT_IDS: undefined });
});
