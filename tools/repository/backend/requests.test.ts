import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api } from "../../../packages/convex-backend/convex/_generated/api";
import {
  authentication,
  startBackend,
  workosEvent,
  workosSession,
  workosUser,
} from "../../../packages/convex-backend/test/setup";

type Route = "/workos/webhook" | "/workos/action";

const SECRETS: Record<Route, string> = {
  "/workos/webhook": "test webhook secret",
  "/workos/action": "test action secret",
};
const LARGEST_BODY = 256 * 1024;

const event = JSON.stringify(workosEvent("user.created", workosUser({ id: "user_1" })));
const registration = JSON.stringify({
  object: "user_registration_action_context",
  id: "user_registration_action_1",
  user_data: { object: "user_data", email: "ada@example.com", first_name: null, last_name: null },
});

type Bad = {
  body: BodyInit | null;
  headers: Record<string, string>;
  status: number;
  method?: string;
};

// The table below is signed now, and is as old in its last test as in its first.
const NOW = Date.now();
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function hmac(text: string, secret: string): string {
  return createHmac("sha256", secret).update(text).digest("hex");
}

function sign(body: string, secret: string, timestamp: number | string = Date.now()) {
  return { "WorkOS-Signature": `t=${timestamp}, v1=${hmac(`${timestamp}.${body}`, secret)}` };
}

function post(
  backend: ReturnType<typeof startBackend>,
  path: Route,
  body: string,
  headers: Record<string, string>,
) {
  return backend.fetch(path, { method: "POST", headers, body });
}

/** What is wrong with either route's requests in the same way. */
function badRequests(route: Route, good: string): Record<string, Bad> {
  const secret = SECRETS[route];
  const other = SECRETS[route === "/workos/webhook" ? "/workos/action" : "/workos/webhook"];
  const tolerance = route === "/workos/webhook" ? 180_000 : 30_000;
  const now = NOW;
  const header = (value: string, body: BodyInit = good): Bad => ({
    body,
    headers: { "WorkOS-Signature": value },
    status: 401,
  });
  const signed = (body: string, status: number): Bad => ({
    body,
    headers: sign(body, secret),
    status,
  });
  const right = sign(good, secret, now)["WorkOS-Signature"];
  const v1 = hmac(`${now}.${good}`, secret);

  return {
    "no signature": { body: good, headers: {}, status: 401 },
    "the signature under another name": { body: good, headers: { Signature: right }, status: 401 },
    "an empty signature": header(""),
    "only a comma": header(","),
    "no timestamp": header(`v1=${v1}`),
    "no hash": header(`t=${now}`),
    "an empty hash": header(`t=${now}, v1=`),
    "half of the hash": header(`t=${now}, v1=${v1.slice(0, 32)}`),
    "more than the hash": header(`t=${now}, v1=${v1}00`),
    "the hash in capitals": header(`t=${now}, v1=${v1.toUpperCase()}`),
    "the hash in base64": header(`t=${now}, v1=${Buffer.from(v1, "hex").toString("base64")}`),
    "a hash of zeros": header(`t=${now}, v1=${"0".repeat(64)}`),
    "a hash of other letters": header(`t=${now}, v1=${"z".repeat(64)}`),
    "another scheme": header(`t=${now}, v0=${v1}`),
    "the parts swapped": header(`v1=${v1}, t=${now}`),
    "a semicolon between them": header(`t=${now}; v1=${v1}`),
    "names left out": header(`${now}, ${v1}`),
    "a timestamp that is text": header(`t=now, v1=${hmac(`now.${good}`, secret)}`),
    "a timestamp that is NaN": header(`t=NaN, v1=${hmac(`NaN.${good}`, secret)}`),
    "an empty timestamp": header(`t=, v1=${hmac(`.${good}`, secret)}`),
    "a negative timestamp": header(sign(good, secret, -now)["WorkOS-Signature"]),
    "a timestamp with a fraction": header(sign(good, secret, `${now}.5`)["WorkOS-Signature"]),
    "a timestamp in seconds": header(sign(good, secret, now / 1000)["WorkOS-Signature"]),
    "a timestamp in whole seconds": header(
      sign(good, secret, Math.floor(now / 1000))["WorkOS-Signature"],
    ),
    "a hexadecimal timestamp": header(
      sign(good, secret, `0x${now.toString(16)}`)["WorkOS-Signature"],
    ),
    "a timestamp of many digits": header(sign(good, secret, "9".repeat(40))["WorkOS-Signature"]),
    "the timestamp of another moment": header(`t=${now + 1}, v1=${v1}`),
    "too old": header(sign(good, secret, now - tolerance - 1000)["WorkOS-Signature"]),
    "a year old": header(sign(good, secret, now - 365 * 86_400_000)["WorkOS-Signature"]),
    "from the future": header(sign(good, secret, now + 65_000)["WorkOS-Signature"]),
    "from a far future": header(sign(good, secret, now + 365 * 86_400_000)["WorkOS-Signature"]),
    "another secret": header(sign(good, "another secret", now)["WorkOS-Signature"]),
    "no secret at all": header(sign(good, "", now)["WorkOS-Signature"]),
    "the other route's secret": header(sign(good, other, now)["WorkOS-Signature"]),
    "the client id as secret": header(sign(good, "client_test", now)["WorkOS-Signature"]),
    "the word undefined as secret": header(sign(good, "undefined", now)["WorkOS-Signature"]),
    "a hash of the body alone": header(`t=${now}, v1=${hmac(good, secret)}`),
    "another body": header(right, good.replace("ada@", "eve@")),
    "a body with one more space in a text": header(right, good.replace("ada@", " ada@")),
    "an empty body": signed("", 400),
    "no body": { ...signed("", 400), body: null },
    "no JSON": signed("hello", 400),
    "half of the JSON": signed(good.slice(0, -10), 400),
    "two objects": signed(good + good, 400),
    "a form": signed("event=user.created", 400),
    XML: signed("<event/>", 400),
    "JSON with a comment": signed(`${good}//`, 400),
    "an array": signed(`[${good}]`, 400),
    null: signed("null", 400),
    true: signed("true", 400),
    "a number": signed("1", 400),
    "a text": signed(JSON.stringify(good), 400),
    "an empty object": signed("{}", 400),
    "endless depth": signed(`{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, 400),
    "UTF-16": {
      body: Buffer.from(good, "utf16le"),
      headers: sign(good, secret),
      status: 400,
    },
    "bytes that are no text": {
      body: new Uint8Array([123, 255, 254, 125]),
      headers: sign("{}", secret),
      status: 400,
    },
    "a body that is too large": signed(JSON.stringify({ a: "x".repeat(LARGEST_BODY) }), 413),
    "a body that is too large in bytes": signed(
      JSON.stringify({ a: "ä".repeat(LARGEST_BODY / 2) }),
      413,
    ),
    "a body that says that it is too large": {
      body: good,
      headers: { ...sign(good, secret), "Content-Length": String(LARGEST_BODY + 1) },
      status: 413,
    },
    GET: { ...signed(good, 404), method: "GET", body: null },
    PUT: { ...signed(good, 404), method: "PUT" },
    DELETE: { ...signed(good, 404), method: "DELETE" },
    PATCH: { ...signed(good, 404), method: "PATCH" },
  };
}

function signedFor(route: Route, fields: object): Bad {
  const body = JSON.stringify(fields);
  return { body, headers: sign(body, SECRETS[route]), status: 400 };
}

const webhook = (fields: object) => signedFor("/workos/webhook", fields);
const action = (fields: object) => signedFor("/workos/action", fields);
const user = workosUser();

const cases: [Route, string, Bad][] = [
  ...inRoute("/workos/webhook", {
    ...badRequests("/workos/webhook", event),
    "an action": webhook(JSON.parse(registration) as object),
    "an event without id": webhook({ event: "user.created", data: user }),
    "an event whose id is a number": webhook({ id: 1, event: "user.created", data: user }),
    "an event with an empty id": webhook({ id: "", event: "user.created", data: user }),
    "an event without type": webhook({ id: "event_1", data: user }),
    "an event whose type is an object": webhook({ id: "event_1", event: {}, data: user }),
    "an event without data": webhook({ id: "event_1", event: "user.created" }),
    "an event whose data is null": webhook({ id: "event_1", event: "user.created", data: null }),
    "an event whose data is text": webhook({ id: "event_1", event: "other", data: "user_1" }),
    "an event whose data is a list": webhook({ id: "event_1", event: "other", data: [user] }),
    "a user without id": webhook({ ...workosEvent("user.created", { ...user, id: undefined }) }),
    "a user whose id is null": webhook(workosEvent("user.updated", { ...user, id: null })),
    "a user whose id is an object": webhook(workosEvent("user.deleted", { ...user, id: {} })),
    "a session without id": webhook(workosEvent("session.created", workosSession({ id: "" }))),
    "a session of nobody": webhook(
      workosEvent("session.revoked", workosSession({ user_id: null })),
    ),
  }),
  ...inRoute("/workos/action", {
    ...badRequests("/workos/action", registration),
    "an event": action(JSON.parse(event) as object),
    "another kind of action": action({ object: "password_action_context", id: "action_1", user }),
    "a registration of nobody": action({ object: "user_registration_action_context", id: "1" }),
    "an authentication of nobody": action({ object: "authentication_action_context", id: "1" }),
    "an authentication of null": action({
      object: "authentication_action_context",
      id: "1",
      user: null,
    }),
  }),
];

function inRoute(route: Route, bad: Record<string, Bad>): [Route, string, Bad][] {
  return Object.entries(bad).map(([name, request]) => [route, name, request]);
}

test("there are enough bad requests", () => {
  expect(cases.length).toBeGreaterThan(120);
});

test.each(cases)("%s refuses %s, and nothing is written", async (route, _name, bad) => {
  const backend = startBackend();
  await backend.sendEvent("user.created", workosUser({ id: "user_before" }));
  const before = await backend.documents();
  const log = vi.spyOn(console, "error");

  const { body, headers, status, method = "POST" } = bad;
  const response = await backend.fetch(route, { method, headers, body });

  expect(response.status).toBe(status);
  const answer = await response.text();
  expect(answer).not.toContain("verdict");
  expect(answer).not.toContain("ada@");
  expect(await backend.documents()).toEqual(before);
  expect(log).not.toHaveBeenCalled();
});

describe("what the bad requests were made of is accepted", () => {
  test.each([
    ["as it is", (body: string) => sign(body, SECRETS["/workos/webhook"])],
    ["without a space in the header", (body: string) => respaced(body)],
    ["from a clock that is ahead", (body: string) => signedAt(body, 50_000)],
    ["after a while", (body: string) => signedAt(body, -170_000)],
  ])("%s", async (_how, headersOf) => {
    const backend = startBackend();
    const response = await post(backend, "/workos/webhook", event, headersOf(event));
    expect(response.status).toBe(200);
    expect((await backend.documents()).component.users).toHaveLength(1);
  });

  // As WorkOS sends it of what an app does: https://github.com/get-convex/workos-authkit/issues/4.
  test("with a context", async () => {
    const context = { client_id: "client_1", ajs_anonymous_id: "anonymous" };
    const body = JSON.stringify({ ...(JSON.parse(event) as object), context });
    const backend = startBackend();
    const headers = sign(body, SECRETS["/workos/webhook"]);
    expect((await post(backend, "/workos/webhook", body, headers)).status).toBe(200);
    expect((await backend.documents()).component.users).toHaveLength(1);
  });

  test.each([
    ["user_registration_action", registration],
    ["authentication_action", JSON.stringify(authentication("ada@example.com"))],
  ])("as a %s, and the answer is signed", async (action, body) => {
    const secret = SECRETS["/workos/action"];
    const response = await post(startBackend(), "/workos/action", body, sign(body, secret));
    const { object, payload, signature } = (await response.json()) as {
      object: string;
      payload: { timestamp: number; verdict: string };
      signature: string;
    };
    expect([response.status, object, payload.verdict]).toEqual([
      200,
      `${action}_response`,
      "Allow",
    ]);
    expect(signature).toBe(hmac(`${payload.timestamp}.${JSON.stringify(payload)}`, secret));
  });

  test.each([
    // JSON.parse puts keys that look like numbers first, and turns escapes into letters.
    ["spelled as JSON.stringify does not", '{"plan":"pro","10":"x"}', '"Ad\\u00e4"'],
    ["with spaces", '{ "plan" : "pro" }', '"Ada"'],
  ])("%s, signed as sent or as Node would spell it", async (_what, metadata, firstName) => {
    const body = event
      .replace('"metadata":{}', `"metadata":${metadata}`)
      .replace('"Ada"', firstName);
    expect(body).not.toBe(JSON.stringify(JSON.parse(body)));
    for (const signedText of [body, JSON.stringify(JSON.parse(body))]) {
      const headers = sign(signedText, SECRETS["/workos/webhook"]);
      expect((await post(startBackend(), "/workos/webhook", body, headers)).status).toBe(200);
    }
  });

  test("twice, and the second time changes nothing", async () => {
    const backend = startBackend();
    const headers = sign(event, SECRETS["/workos/webhook"]);
    await post(backend, "/workos/webhook", event, headers);
    const before = await backend.documents();
    expect((await post(backend, "/workos/webhook", event, headers)).status).toBe(200);
    expect(await backend.documents()).toEqual(before);
  });

  function respaced(body: string) {
    const header = sign(body, SECRETS["/workos/webhook"])["WorkOS-Signature"];
    return { "WorkOS-Signature": header.replace(", ", ",") };
  }

  function signedAt(body: string, offset: number) {
    return sign(body, SECRETS["/workos/webhook"], Date.now() + offset);
  }
});

test("what fails here is to be sent again, and the log does not quote it", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const backend = startBackend({ transactionLimits: { documentsWritten: 0 } });
  const response = await backend.sendEvent("session.created", workosSession());
  expect(response.status).toBe(500);
  expect(log).toHaveBeenCalledExactlyOnceWith("A request from WorkOS failed: Error.");
});

describe("without its variable", () => {
  afterEach(() => vi.unstubAllEnvs());

  test.each([
    ["/workos/webhook", "WORKOS_WEBHOOK_SECRET", event],
    ["/workos/action", "WORKOS_ACTION_SECRET", registration],
  ] as const)("%s says that %s is not set, and accepts nothing", async (route, name, body) => {
    for (const value of [undefined, ""]) {
      vi.stubEnv(name, value);
      const backend = startBackend();
      for (const secret of [SECRETS[route], "", "undefined"]) {
        const response = await post(backend, route, body, sign(body, secret));
        expect(response.status).toBe(503);
        expect(await response.text()).toBe(`${name} is not set on this deployment.`);
      }
      expect((await backend.documents()).component.users).toEqual([]);
    }
  });

  test("an event is applied without the API key, which nothing in applying it needs", async () => {
    vi.stubEnv("WORKOS_API_KEY", undefined);
    const backend = startBackend();
    expect((await backend.sendEvent("user.created", workosUser({ id: "user_1" }))).status).toBe(
      200,
    );
    expect((await backend.authUser("user_1"))?.name).toBe("Ada Lovelace");
  });

  test("the functions that both routes call are exported", async () => {
    vi.stubEnv("WORKOS_CLIENT_ID", undefined);
    for (const name of ["WORKOS_API_KEY", "WORKOS_WEBHOOK_SECRET", "WORKOS_ACTION_SECRET"]) {
      vi.stubEnv(name, undefined);
    }
    vi.resetModules();
    const auth = await import("../../../packages/convex-backend/convex/auth");
    expect(Object.keys(auth).sort()).toEqual(["authKit", "authKitAction", "authKitEvent"]);
  });

  test("the rest works", async () => {
    const backend = startBackend();
    await backend.sendEvent("user.created", workosUser({ id: "user_1" }));
    for (const name of ["WORKOS_API_KEY", "WORKOS_WEBHOOK_SECRET", "WORKOS_ACTION_SECRET"]) {
      vi.stubEnv(name, undefined);
    }
    const ada = backend.withIdentity({ subject: "user_1" });
    expect(await ada.query(api.account.current)).toMatchObject({ authUser: { id: "user_1" } });
    expect(await ada.mutation(api.lists.create, { owner: "user", name: "Mine" })).toBeTruthy();
  });
});
