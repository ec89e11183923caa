import { ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { ConvexError } from "convex/values";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { api } from "./fixture/convex/_generated/api.js";
import { Fixture, Issuer, ISSUER, OIDC_ISSUER, VARIABLES } from "./harness.ts";

let fixture: Fixture;
let issuer: Issuer;
let client: ConvexHttpClient;
const logLines: string[] = [];

beforeAll(async () => {
  issuer = await Issuer.start();
  fixture = await Fixture.start({
    environmentVariables: VARIABLES,
    rewriteOrigins: issuer.rewriteOrigins,
    onLog: (line) => logLines.push(line),
  });
  await fixture.pushOrThrow();
  client = new ConvexHttpClient(fixture.deployment.url, { logger: false });
});

afterAll(async () => {
  await fixture.stop();
  await issuer.stop();
});

describe("functions", () => {
  test("queries, mutations and actions run and see each other's writes", async () => {
    await client.mutation(api.messages.send, { author: "a", text: "one" });
    const count = await client.action(api.messages.sendByAction, { author: "a", text: "two" });
    expect(await client.query(api.messages.list, { author: "a" })).toEqual(["one", "two"]);
    expect(count).toBeGreaterThanOrEqual(2);
  });

  test("internal and missing functions look the same to clients", async () => {
    for (const name of ["messages:count", "messages:missing"])
      await expect(client.query(makeFunctionReference<"query">(name), {})).rejects.toThrow(
        `Could not find public function for '${name}'.`,
      );
  });

  test("components are out of reach of clients", async () => {
    const response = await fetch(`${fixture.deployment.url}/api/query`, {
      method: "POST",
      body: JSON.stringify({ path: "lib:read", args: { name: "x" }, componentPath: "counter" }),
    });
    expect(await response.json()).toMatchObject({
      status: "error",
      errorMessage: expect.stringContaining("Could not find public function") as string,
    });
  });

  test("a query cannot be run as a mutation", async () => {
    const asMutation = makeFunctionReference<"mutation">("messages:list");
    await expect(client.mutation(asMutation, { author: "a" })).rejects.toThrow(
      "Trying to execute messages:list as Mutation, but it is defined as Query.",
    );
  });

  test("arguments are validated in the words of a deployment", async () => {
    const list = makeFunctionReference<"query">("messages:list");
    await expect(client.query(list, { author: 1 })).rejects.toThrow(
      /ArgumentValidationError: Value does not match validator\.\nPath: \.author\nValue: 1\nValidator: v\.string\(\)/,
    );
    await expect(client.query(list, { author: "a", more: true })).rejects.toThrow(
      "ArgumentValidationError: Object contains extra field `more` that is not in the validator.",
    );
  });

  test("a failed function tells its error and its place, and leaves no trace", async () => {
    await expect(client.mutation(api.messages.fail, {})).rejects.toThrow(
      /\[Request ID: [0-9a-f]{16}\] Server Error\nUncaught Error: It broke\n {4}at handler \(\.\.\/convex\/messages\.ts:\d+:\d+\)/,
    );
    await expect(client.mutation(api.messages.returnWrong, {})).rejects.toThrow(
      "ReturnsValidationError: Value does not match validator.",
    );
    const { stdout } = await fixture.convex("data", "notes");
    expect(stdout).not.toContain("rolled back");
  });

  test("the data of a ConvexError passes", async () => {
    const error = await client
      .mutation(api.messages.fail, { data: "on purpose" })
      .catch((error: unknown) => error);
    expect(error).toBeInstanceOf(ConvexError);
    expect((error as ConvexError<{ reason: string }>).data).toEqual({ reason: "on purpose" });
    // The log comes from the deployment's process by a way of its own, before the answer or after.
    await vi.waitFor(() =>
      expect(logLines).toContain("[LOG] 'about to fail' { data: 'on purpose' }"),
    );
  });

  test("functions see the deployment's variables and none of this machine's", async () => {
    expect(await client.query(api.messages.greeting, {})).toBe("Hello, you (Hello)");
    expect(await client.query(api.messages.hostPath, {})).toBeNull();
  });

  test("fetch reaches a rewritten origin", async () => {
    const url = "https://issuer.example/some/path?query";
    await client.action(api.messages.fetchText, { url });
    expect(issuer.requests).toContain("/some/path?query");
  });

  test('"use node" actions store files, which their URL serves', async () => {
    const { url, digest } = await client.action(api.files.store, { text: "abc" });
    const response = await fetch(url);
    expect(await response.text()).toBe("abc");
    expect(response.headers.get("content-type")).toBe("text/plain");
    expect(digest).toMatch(/^ba7816bf/);
  });
});

describe("components", () => {
  test.each(["directly", "scheduler", "workpool"] as const)(
    "are written to %s, each mount with its own documents and variables",
    async (how) => {
      await client.mutation(api.counters.increment, { name: how, how });
      await vi.waitFor(
        async () => expect(await client.query(api.counters.read, { name: how })).toEqual([1, 10]),
        { timeout: 5_000 },
      );
    },
  );
});

describe("scheduled functions", () => {
  test("run, and not when they are canceled", async () => {
    const message = { author: "later", delayMs: 150 };
    const canceled = await client.mutation(api.messages.sendLater, { ...message, text: "no" });
    await client.mutation(api.messages.sendLater, { ...message, text: "yes" });
    await client.mutation(api.messages.cancel, { id: canceled });
    await vi.waitFor(
      async () => {
        const states = await client.query(api.messages.jobs, {});
        expect(states.toSorted()).toEqual(["canceled", "success"]);
      },
      { timeout: 5_000 },
    );
    expect(await client.query(api.messages.list, { author: "later" })).toEqual(["yes"]);
    const { stdout } = await fixture.convex("data", "_scheduled_functions");
    expect(stdout).toContain('"messages.js:sendInternally"');
  });
});

describe("HTTP actions", () => {
  test("get the request as it was sent", async () => {
    const url = `${fixture.deployment.siteUrl}/echo?x=1`;
    const headers = { authorization: `Bearer ${await issuer.sign()}` };
    const response = await fetch(url, { method: "POST", body: "hello", headers });
    expect(response.status).toBe(201);
    expect(response.headers.get("x-method")).toBe("POST");
    expect(await response.json()).toEqual({ url, text: "hello", subject: "ada" });
    expect(await client.query(api.messages.list, { author: "http" })).toEqual(["hello"]);
  });

  test("a header that is none of Convex's business makes an anonymous request", async () => {
    const init = { method: "POST", headers: { authorization: "Basic abc" } };
    const response = await fetch(`${fixture.deployment.siteUrl}/echo`, init);
    expect(await response.json()).toMatchObject({ subject: null });
  });

  test("a missing route is a 404 and a failing action a 500", async () => {
    const missing = await fetch(`${fixture.deployment.siteUrl}/missing`);
    expect([missing.status, await missing.text()]).toEqual([404, "No matching routes found"]);
    const failing = await fetch(`${fixture.deployment.siteUrl}/fail`);
    expect(failing.status).toBe(500);
    expect(await failing.json()).toMatchObject({
      code: expect.stringMatching(/Server Error: Uncaught Error: It broke$/) as string,
    });
  });
});

describe("tokens over HTTP", () => {
  const whoAmI = async (token: string) => {
    const own = new ConvexHttpClient(fixture.deployment.url, { logger: false, auth: token });
    return (await own.query(api.messages.whoAmI, {})) as unknown;
  };

  test("a custom JWT gives its claims under their own names", async () => {
    const claims = { email: "a@b.c", org_id: "o", fva: 1, nested: { deep: true }, aud: "any" };
    expect(await whoAmI(await issuer.sign(claims))).toEqual({
      tokenIdentifier: `${ISSUER}|ada`,
      issuer: ISSUER,
      subject: "ada",
      email: "a@b.c",
      org_id: "o",
      "nested.deep": true,
    });
  });

  test.each([
    ["another issuer", { iss: "https://other.example" }, 60, false, "No auth provider found"],
    ["another audience", { iss: "https://audience.example", aud: "x" }, 60, false, "No auth"],
    ["another key", {}, 60, true, "Could not validate token: signature verification failed"],
    ["an expired token", {}, -60, false, "Could not validate token: Token expired"],
  ])("%s is refused", async (_name, claims, seconds, forged, message) => {
    await expect(whoAmI(await issuer.sign(claims, seconds, forged))).rejects.toThrow(message);
  });

  test("the right audience is accepted", async () => {
    const claims = { iss: "https://audience.example", aud: ["x", "local-convex"] };
    expect(await whoAmI(await issuer.sign(claims))).toMatchObject({ subject: "ada" });
  });

  const idToken = { iss: OIDC_ISSUER, aud: "local-convex" };

  test("an OpenID Connect token gives its claims under the names of Convex", async () => {
    const claims = { ...idToken, given_name: "Ada", email_verified: true, role: "admin" };
    expect(await whoAmI(await issuer.sign(claims))).toEqual({
      tokenIdentifier: `${OIDC_ISSUER}|ada`,
      issuer: OIDC_ISSUER,
      subject: "ada",
      givenName: "Ada",
      emailVerified: true,
      role: "admin",
    });
  });

  test.each([
    ["another audience", { aud: "x" }, 60, false, "No auth provider found"],
    ["no audience", { aud: undefined }, 60, false, "No auth provider found"],
    [
      "an audience among others",
      { aud: ["local-convex", "x"] },
      60,
      false,
      "more than one audience",
    ],
    ["another key", {}, 60, true, "signature verification failed"],
    ["an expired token", {}, -60, false, "Token expired"],
  ])(
    "%s is refused in an OpenID Connect token",
    async (_name, claims, seconds, forged, message) => {
      const token = await issuer.sign({ ...idToken, ...claims }, seconds, forged);
      await expect(whoAmI(token)).rejects.toThrow(message);
    },
  );

  test("the issuer of a token has to be that of the discovery document, and the log says so", async () => {
    const right = issuer.discoveryDocument;
    issuer.discoveryDocument = { ...right, issuer: "https://other.example" };
    const message = `Auth provider discovery of ${OIDC_ISSUER} failed: ${OIDC_ISSUER}.well-known/openid-configuration names another issuer`;
    await expect(whoAmI(await issuer.sign(idToken))).rejects.toThrow(message);
    await vi.waitFor(() => expect(logLines).toContain(`[ERROR] ${message}`));
    issuer.discoveryDocument = right;
  });
});

test("a wrong admin key opens nothing", async () => {
  const response = await fetch(`${fixture.deployment.url}/api/function`, {
    method: "POST",
    headers: { authorization: "Convex wrong" },
    body: JSON.stringify({ path: "messages:count", args: {} }),
  });
  expect([response.status, await response.json()]).toEqual([
    401,
    { code: "BadAdminKey", message: "The provided admin key was invalid for this instance" },
  ]);
});

test("pages of other origins may call the deployment", async () => {
  const response = await fetch(`${fixture.deployment.url}/api/query`, {
    method: "OPTIONS",
    headers: {
      origin: "http://localhost:5173",
      "access-control-request-headers": "authorization,content-type",
    },
  });
  expect(response.headers.get("access-control-allow-origin")).toBe("http://localhost:5173");
  expect(response.headers.get("access-control-allow-credentials")).toBe("true");
  expect(response.headers.get("access-control-allow-headers")).toBe("authorization,content-type");
});
