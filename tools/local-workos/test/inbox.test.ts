import { createHash } from "node:crypto";
import { Window } from "happy-dom";
import { expect, test } from "vitest";
import {
  actionSecret,
  apiKey,
  authorization,
  authenticate,
  claimsOf,
  continueStarted,
  locationOf,
  obtainCode,
  obtainTokens,
  sdk,
  startActionEndpoint,
  startWebhookEndpoint,
  startWorkos,
  submit,
  webhookSecret,
} from "./harness.ts";

const ada = { email: "ada@example.com", firstName: "Ada", lastName: "Lovelace" };

async function openInbox(url: string) {
  const response = await fetch(url);
  const window = new Window();
  window.document.write(await response.text());
  return { headers: response.headers, document: window.document };
}

async function startBusy() {
  const { received, webhookEndpoint } = await startWebhookEndpoint();
  const actionUrl = await startActionEndpoint(({ object }) =>
    object === "authentication_action_context" ? null : "Not <you>.",
  );
  const workos = await startWorkos({
    people: [ada],
    organizations: [{ name: "Acme", members: [{ email: ada.email }] }],
    webhookEndpoint,
    actionEndpoint: { url: actionUrl, secret: actionSecret },
  });
  const tokens = await obtainTokens(workos.url, ada.email);
  await workos.control.waitForDelivery({ email: ada.email, type: "session.created" });
  return { ...workos, received, tokens };
}

test("shows people, webhooks and actions, and no secret, code or token", async () => {
  const { url, tokens } = await startBusy();
  const invitation = await sdk(url).userManagement.sendInvitation({ email: "new@example.com" });
  const invited = authorization(url, { invitation_token: invitation.token });
  expect((await submit(invited.url, { email: "new@example.com" })).status).toBe(403);

  const { document } = await openInbox(url);
  const text = document.querySelector("main")?.textContent.replace(/\s+/g, " ") ?? "";
  for (const part of [
    "Ada Lovelace",
    "1 session",
    "Acme (member)",
    "signed in ada@example.com",
    "refused new@example.com Not <you>.",
    "delivered session.created ada@example.com",
    "allowed Authentication ada@example.com",
    "denied Registration new@example.com",
    "Not <you>.",
  ]) {
    expect(text).toContain(part);
  }
  const whole = document.documentElement.outerHTML;
  const { access_token, refresh_token } = tokens;
  for (const secret of [apiKey, webhookSecret, actionSecret, access_token, refresh_token]) {
    expect(whole).not.toContain(secret);
  }
});

test("shows the way of each sign-in, up to the webhook's answer or to where it was refused", async () => {
  const { url, control } = await startBusy();
  await control.createUser({ email: "grace@example.com" });
  const { code } = await obtainCode(url, "grace@example.com");
  const grant = { grant_type: "authorization_code", code, code_verifier: "guess" };
  expect((await authenticate(url, grant)).status).toBe(400);
  const { document } = await openInbox(url);
  const ways = [...document.querySelectorAll(".way")].map((way) =>
    [...way.querySelectorAll("li")].map((step) =>
      [".pill", ".what"]
        .map((part) => step.querySelector(part)?.textContent.replace(/\s+/g, " ").trim())
        .join(": "),
    ),
  );
  const up = [
    "authorize: sign-in to localhost:5173",
    "authentication: allowed",
    "code: to http://localhost:5173/callback",
  ];
  expect(ways).toEqual([
    [...up, "token: denied invalid_grant"],
    [...up, "token: by client_local", "webhook: delivered HTTP 200"],
  ]);
  expect(document.documentElement.outerHTML).not.toContain(code);
});

test("keeps the last hundred sign-ins", async () => {
  const grace = { email: "grace@example.com" };
  const { url } = await startWorkos({ people: [ada, grace] });
  for (let count = 0; count < 100; count++) await obtainCode(url, ada.email);
  await obtainCode(url, grace.email);
  const { document } = await openInbox(url);
  const [signIns] = document.querySelectorAll("section");
  expect(signIns?.querySelector("h2")?.textContent).toBe("Sign-ins 100");
  expect(signIns?.querySelector("li")?.textContent).toContain(grace.email);
});

test("shows pending invitations with their links, which nobody else gets", async () => {
  const { url, control } = await startWorkos({ organizations: [{ name: "Acme" }] });
  const { organizations, userManagement } = sdk(url);
  const { id: organizationId } = (await organizations.listOrganizations()).data[0]!;
  const invite = (email: string) =>
    userManagement.sendInvitation({ email, organizationId, roleSlug: "admin" });
  const pending = await invite("new@example.com");
  await userManagement.revokeInvitation((await invite("revoked@example.com")).id);
  await invite("expired@example.com");
  await control.expire("invitations", "expired@example.com");
  const { document } = await openInbox(url);
  const links = [...document.querySelectorAll(".invitation")].map((row) => [
    row.querySelector(".what")?.textContent.replace(/\s+/g, " "),
    row.querySelector("a")?.getAttribute("href"),
  ]);
  expect(links).toEqual([["new@example.com to join Acme as admin", pending.acceptInvitationUrl]]);
});

test("impersonates a person in the organization that is chosen, from its own form only", async () => {
  const initiateLoginUri = "http://localhost:3000/sign-in";
  const members = [{ email: ada.email }];
  const organizations = [
    { name: "Acme", members },
    { name: "Globex", members },
  ];
  const { url } = await startWorkos({ initiateLoginUri, organizations });
  const { headers, document } = await openInbox(url);
  expect(headers.get("content-security-policy")).toContain("http://localhost:3000");
  const form = document.querySelector('form[action="/inbox/impersonate"]')!;
  const [, globex] = form.querySelectorAll("button");
  expect(globex?.textContent.trim()).toBe("Impersonate in Globex");
  const fields = {
    user: form.querySelector("input")!.value,
    organization: globex!.getAttribute("value")!,
  };
  const foreign = await fetch(`${url}/inbox/impersonate`, {
    method: "POST",
    headers: { origin: "https://evil.example" },
    body: new URLSearchParams(fields),
  });
  expect(foreign.status).toBe(403);
  const started = locationOf(await submit(`${url}/inbox/impersonate`, fields));
  const tokens = await continueStarted(started.href, initiateLoginUri);
  expect(claimsOf(tokens)).toMatchObject({
    act: { sub: "support@example.com" },
    org_id: fields.organization,
  });
  const { document: after } = await openInbox(url);
  expect(after.body.textContent).toContain("in Globex, impersonated by support@example.com");
  expect((await submit(`${url}/inbox/impersonate`, { user: "user_x" })).status).toBe(404);
});

test("admits its own script and style only, and is not readable from other origins", async () => {
  const { url } = await startWorkos();
  const { headers, document } = await openInbox(url);
  const policy = headers.get("content-security-policy") ?? "";
  for (const tag of ["script", "style"]) {
    const content = document.querySelector(tag)?.textContent ?? "";
    const hash = createHash("sha256").update(content).digest("base64");
    expect(policy).toContain(`${tag}-src 'sha256-${hash}'`);
  }
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
  const foreign = await fetch(url, { headers: { origin: "http://localhost:5173" } });
  expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
});

test("resends a webhook from its own form only", async () => {
  const { url, control, received } = await startBusy();
  const { document } = await openInbox(url);
  const delivery = document.querySelector('button[name="delivery"]')?.getAttribute("value") ?? "";
  const count = received.length;
  const foreign = await fetch(`${url}/inbox/resend`, {
    method: "POST",
    headers: { origin: "https://evil.example" },
    body: new URLSearchParams({ delivery }),
  });
  expect(foreign.status).toBe(403);
  const response = await submit(`${url}/inbox/resend`, { delivery });
  expect([response.status, response.headers.get("location")]).toEqual([303, "/"]);
  await expect.poll(() => received.length).toBe(count + 1);
  expect(received.at(-1)).toEqual(received.at(-2));
  expect(await control.deliveries()).toHaveLength(count);
  expect((await submit(`${url}/inbox/resend`, { delivery: "delivery_x" })).status).toBe(404);
});
