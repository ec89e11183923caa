import { createHash } from "node:crypto";
import { get } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { Window } from "happy-dom";
import { expect, onTestFinished, test, vi } from "vitest";
import {
  apiKey,
  authenticate,
  authorization,
  claimsOf,
  clientId,
  locationOf,
  obtainCode,
  obtainTokens,
  refresh,
  startWorkos,
  submit,
  type Tokens,
} from "./harness.ts";

const people = [
  { email: "ada@example.com", firstName: "Ada", lastName: "Lovelace" },
  { email: "grace@example.com" },
];

async function documentOf(response: Response) {
  const window = new Window();
  window.document.write(await response.text());
  return window.document;
}

/** fetch does not let its caller choose the Host header. */
function statusWithHost(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on("error", reject);
  });
}

test("shows a sign-in page that needs no script", async () => {
  const { url } = await startWorkos({ people });
  const response = await fetch(authorization(url, { login_hint: 'x"><script>@example.com' }).url);
  const policy = response.headers.get("content-security-policy");
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("form-action 'self' http://localhost:5173 http://localhost:3000");
  expect(response.headers.get("cache-control")).toBe("no-store");

  const document = await documentOf(response);
  expect(document.querySelector("script")).toBeNull();
  const style = document.querySelector("style")?.textContent ?? "";
  expect(policy).toContain(`'sha256-${createHash("sha256").update(style).digest("base64")}'`);
  expect(document.querySelector("h1")?.textContent).toBe("Sign in");
  expect(document.querySelector("footer")?.textContent).toContain("local stand-in for WorkOS");
  expect(document.querySelector("input")?.value).toBe('x"><script>@example.com');
  const buttons = [...document.querySelectorAll("button")].map(({ textContent }) =>
    textContent.replace(/\s+/g, " ").trim(),
  );
  expect(buttons).toEqual([
    "Continue",
    "AL Continue as ada@example.com",
    "G Continue as grace@example.com",
  ]);
});

test("links sign-in and sign-up, keeping the query", async () => {
  const { url } = await startWorkos();
  const request = authorization(url);
  const signIn = await documentOf(await fetch(request.url));
  const link = signIn.querySelector(".switch a");
  expect(link?.textContent).toBe("Create an account");
  const there = new URL(link?.getAttribute("href") ?? "", url);
  const signUp = await documentOf(await fetch(there));
  expect(signUp.querySelector("h1")?.textContent).toBe("Create your account");
  const back = new URL(signUp.querySelector(".switch a")?.getAttribute("href") ?? "", url);
  for (const [name, value] of new URL(request.url).searchParams) {
    expect(back.searchParams.get(name)).toBe(value);
  }
});

test("explains an unknown email and offers to sign up with it", async () => {
  const { url } = await startWorkos();
  const response = await submit(authorization(url).url, { email: "nobody@example.com" });
  expect(response.status).toBe(400);
  const document = await documentOf(response);
  const alert = document.querySelector('[role="alert"]');
  const email = document.querySelector("input");
  expect(alert?.textContent).toContain("no account with the email nobody@example.com");
  expect(email?.getAttribute("aria-describedby")).toBe(alert?.id);
  expect(email?.value).toBe("nobody@example.com");
  const signUp = new URL(alert?.querySelector("a")?.getAttribute("href") ?? "", url);
  expect(signUp.searchParams.get("screen_hint")).toBe("sign-up");
  expect(signUp.searchParams.get("login_hint")).toBe("nobody@example.com");
});

test("keeps what was typed when the email is taken", async () => {
  const { url } = await startWorkos({ people });
  const signUp = authorization(url, { screen_hint: "sign-up" });
  const typed = { email: "Ada@example.com", first_name: "A", last_name: "L" };
  const response = await submit(signUp.url, typed);
  expect(response.status).toBe(400);
  const document = await documentOf(response);
  expect(document.querySelector('[role="alert"] a')?.textContent).toBe("Sign in with this email");
  expect([...document.querySelectorAll("input")].map(({ value }) => value)).toEqual(
    Object.values(typed),
  );
});

test("registers a person on the sign-up page", async () => {
  const { url, control } = await startWorkos();
  const signUp = authorization(url, { screen_hint: "sign-up" });
  const callback = locationOf(
    await submit(signUp.url, { email: "new@example.com", first_name: "New", last_name: "" }),
  );
  expect(callback.origin + callback.pathname).toBe("http://localhost:5173/callback");
  expect(callback.searchParams.get("state")).toBe("the state");
  expect(await control.findUserByEmail("new@example.com")).toMatchObject({
    first_name: "New",
    last_name: null,
    name: "New",
    email_verified: true,
  });
});

test("shows which list a redirect URI is missing from, and redirects nowhere", async () => {
  const { url } = await startWorkos({ people });
  for (const redirect_uri of ["http://localhost:5173/callback/", "https://evil.example/"]) {
    const request = authorization(url, { redirect_uri });
    for (const response of [
      await fetch(request.url),
      await submit(request.url, { email: "ada@example.com" }),
    ]) {
      expect(response.status).toBe(400);
      const text = (await documentOf(response)).body.textContent;
      expect(text).toContain("Invalid redirect URI");
      expect(text).toContain("redirectUris, in convex.json's authKit.dev.configure");
      expect(text).toContain(redirect_uri);
    }
  }
});

test("refuses a form from another site and a host name that is not loopback", async () => {
  const { url } = await startWorkos({ people });
  const form = await fetch(authorization(url).url, {
    method: "POST",
    headers: { origin: "https://evil.example" },
    body: new URLSearchParams({ email: "ada@example.com" }),
  });
  expect(form.status).toBe(403);
  expect(await statusWithHost(`${url}/sso/jwks/${clientId}`, "evil.example")).toBe(403);
  expect(await statusWithHost(`${url}/sso/jwks/${clientId}`, "127.0.0.1:80")).toBe(200);
});

test("a code is good once, and only with its verifier", async () => {
  const { url } = await startWorkos({ people });
  const exchange = async (code: string, code_verifier?: string) => {
    const grant = { grant_type: "authorization_code", code, code_verifier };
    const response = await authenticate(url, grant);
    return [response.status, (await response.json()) as { error?: string }] as const;
  };
  const good = await obtainCode(url, "ada@example.com");
  expect((await exchange(good.code, good.verifier))[0]).toBe(200);
  expect(await exchange(good.code, good.verifier)).toEqual([
    400,
    {
      error: "invalid_grant",
      error_description: `The code '${good.code}' has expired or is invalid.`,
    },
  ]);
  const guessed = await obtainCode(url, "ada@example.com");
  expect((await exchange(guessed.code, "guess"))[1].error).toBe("invalid_grant");
  expect((await exchange(guessed.code, guessed.verifier))[1].error).toBe("invalid_grant");
});

test("a code expires after ten minutes", async () => {
  const { url } = await startWorkos({ people });
  const { code, verifier } = await obtainCode(url, "ada@example.com");
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 10 * 60_000 });
  onTestFinished(() => void vi.useRealTimers());
  const grant = { grant_type: "authorization_code", code, code_verifier: verifier };
  expect((await authenticate(url, grant)).status).toBe(400);
});

test("a client without a secret must use PKCE, and a secret must be right", async () => {
  const { url } = await startWorkos({ people });
  const withoutPkce = { code_challenge: "", code_challenge_method: "S256" };
  const errorOf = async (extra: Record<string, string>) => {
    const { code } = await obtainCode(url, "ada@example.com", withoutPkce);
    const grant = { grant_type: "authorization_code", code, ...extra };
    return ((await (await authenticate(url, grant)).json()) as { error?: string }).error;
  };
  expect(await errorOf({})).toBe("invalid_request");
  expect(await errorOf({ client_secret: "sk_test_other" })).toBe("invalid_client");
  expect(await errorOf({ client_secret: apiKey })).toBeUndefined();
  expect(await errorOf({ client_secret: apiKey, client_id: `${clientId}2` })).toBe(
    "invalid_client",
  );
});

test("another redirect URI at the exchange than at authorize is refused", async () => {
  const { url } = await startWorkos({ people });
  const exchange = async (redirect_uri: string) => {
    const { code, verifier } = await obtainCode(url, "ada@example.com");
    const grant = { grant_type: "authorization_code", code, code_verifier: verifier, redirect_uri };
    const response = await authenticate(url, grant);
    return [response.status, ((await response.json()) as { error?: string }).error];
  };
  expect(await exchange("http://localhost:5173/callback")).toEqual([200, undefined]);
  // Listed, but not what the code was issued for.
  expect(await exchange("http://localhost:3000/callback")).toEqual([400, "invalid_grant"]);
});

test("several applications have the same users, and none takes what is another's", async () => {
  const other = "client_other";
  const { url } = await startWorkos({ people, otherClientIds: [other] });
  const [mine, theirs] = [
    await obtainCode(url, "ada@example.com", { client_id: other }),
    await obtainCode(url, "ada@example.com"),
  ];
  const exchange = async ({ code, verifier }: typeof mine) => {
    const grant = { grant_type: "authorization_code", code, code_verifier: verifier };
    const response = await authenticate(url, { ...grant, client_id: other });
    return { status: response.status, tokens: (await response.json()) as Tokens };
  };
  expect((await exchange(theirs)).status).toBe(400);
  const { tokens } = await exchange(mine);
  expect(claimsOf(tokens)).toMatchObject({
    iss: `https://api.workos.com/user_management/${other}`,
    client_id: other,
  });
  expect((await refresh(url, tokens.refresh_token)).status).toBe(400);
  const refreshed = await refresh(url, tokens.refresh_token, { client_id: other });
  expect(claimsOf((await refreshed.json()) as Tokens)).toMatchObject({ client_id: other });

  const keys = async (id: string) => (await fetch(`${url}/sso/jwks/${id}`)).text();
  expect(await keys(other)).toBe(await keys(clientId));
  expect((await fetch(`${url}/sso/jwks/client_unknown`)).status).toBe(404);
  const unknown = await fetch(authorization(url, { client_id: "client_unknown" }).url);
  expect(unknown.status).toBe(400);
  expect(await unknown.text()).toContain(other);
});

test("a body of more than 1 MB is refused on every route, before its key is looked at", async () => {
  const { url } = await startWorkos();
  const megabyte = 1024 * 1024;
  const post = async (path: string, body: Buffer | ReadableStream) =>
    (await fetch(url + path, { method: "POST", body, duplex: "half" })).status;
  for (const path of [
    "/user_management/authorize",
    "/user_management/authenticate",
    "/user_management/users",
    "/_control/deliveries",
    "/inbox/resend",
    "/inbox/impersonate",
    "/nothing",
  ]) {
    const tooLong = Buffer.alloc(megabyte + 1, 32);
    expect([path, await post(path, tooLong)]).toEqual([path, 413]);
    // Without a Content-Length.
    expect([path, await post(path, new Blob([tooLong]).stream())]).toEqual([path, 413]);
  }
  expect(await post("/_control/deliveries", Buffer.alloc(megabyte, 32))).toBe(401);

  // Of a client that sends all before it looks for an answer.
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  const large = Buffer.alloc(100 * megabyte, 32);
  socket.write(`POST /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n`);
  socket.write(`Content-Length: ${large.length}\r\n\r\n`);
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.write(large, () => resolve());
  });
  expect(await text(socket)).toContain("HTTP/1.1 413");
});

test("signing out ends the session and returns only to listed addresses", async () => {
  const { url, log } = await startWorkos({ people, signOutUris: ["http://localhost:5173/bye"] });
  const { access_token, refresh_token } = await obtainTokens(url, "ada@example.com");
  const sid = String(claimsOf({ access_token }).sid);
  const target = async (query: Record<string, string>) => {
    const search = new URLSearchParams(query).toString();
    const logout = `${url}/user_management/sessions/logout?${search}`;
    return (await fetch(logout, { redirect: "manual" })).headers.get("location");
  };
  const bye = "http://localhost:5173/bye";
  expect(await target({ session_id: sid, return_to: bye })).toBe(bye);
  expect((await refresh(url, refresh_token)).status).toBe(400);
  expect(await target({ session_id: "session_unknown", return_to: bye })).toBe(bye);
  expect(await target({ session_id: sid, return_to: "http://localhost:3000/" })).toBe(
    "http://localhost:3000/",
  );
  expect(await target({ session_id: sid })).toBe("http://localhost:3000");
  expect(log).toEqual([]);
  expect(await target({ session_id: sid, return_to: "https://evil.example" })).toBe(
    "http://localhost:3000",
  );
  expect(log).toEqual([expect.stringContaining("https://evil.example")]);
});

test("admits only the listed origins at the token endpoint", async () => {
  const { url, log } = await startWorkos();
  const preflight = (origin: string) =>
    fetch(`${url}/user_management/authenticate`, { method: "OPTIONS", headers: { origin } });
  const listed = await preflight("http://localhost:5173");
  expect(listed.headers.get("access-control-allow-origin")).toBe("http://localhost:5173");
  expect(listed.headers.get("access-control-allow-credentials")).toBe("true");
  for (const origin of ["http://localhost:51730", "null"]) {
    const unlisted = await preflight(origin);
    expect(unlisted.status).toBe(403);
    expect(unlisted.headers.get("access-control-allow-origin")).toBeNull();
    expect(await unlisted.text()).toContain("corsOrigins");
    await preflight(origin);
  }
  expect(log).toHaveLength(2);
});
