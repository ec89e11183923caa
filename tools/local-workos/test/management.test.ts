import { expect, test } from "vitest";
import {
  apiKey,
  authenticate,
  authorization,
  obtainTokens,
  sdk,
  startEndpoint,
  startWebhookEndpoint,
  startWorkos,
} from "./harness.ts";
import { wrongWithAnswer, wrongWithEvent } from "./openapi.ts";

const ada = "ada@example.com";

/** A request that no SDK makes, as the Convex CLI sends it. */
function request(url: string, method: string, body?: object) {
  return fetch(url, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
}

test("the check against WorkOS's description can fail", () => {
  const url = new URL("http://localhost:1/user_management/users");
  expect(wrongWithAnswer("POST", url, 201, { object: "user", id: 1 })).toContain(
    "must have required property 'email'",
  );
  expect(wrongWithAnswer("POST", url, 204, undefined)).toContain("does not answer this with 204");
  expect(wrongWithAnswer("GET", new URL("http://localhost:1/_control/x"), 200, 1)).toBeUndefined();
  expect(wrongWithEvent({ event: "user.created" })).toContain("must have required property 'data'");
  expect(wrongWithEvent({ event: "user.renamed" })).toBe("WorkOS has no event user.renamed.");
});

test("lists events by type, organization and time, with a cursor", async () => {
  const { url, control } = await startWorkos();
  const { events, organizations, userManagement } = sdk(url);
  const { id: userId } = await control.createUser({ email: ada });
  const { id: organizationId } = await organizations.createOrganization({ name: "Acme" });
  const middle = new Date(await control.moveClock(60_000)).toISOString();
  await userManagement.createOrganizationMembership({ userId, organizationId });
  await control.updateUser(userId, { first_name: "Ada" });

  type Options = Parameters<typeof events.listEvents>[0];
  const names = async (options: Partial<Options>) =>
    (await events.listEvents(options as Options)).data.map(({ event }) => event);
  expect(await names({ events: ["user.created", "user.updated"] })).toEqual([
    "user.created",
    "user.updated",
  ]);
  expect(await names({ organizationId })).toEqual([
    "organization.created",
    "organization_membership.created",
  ]);
  expect(await names({ rangeStart: middle })).toEqual([
    "organization_membership.created",
    "user.updated",
  ]);
  expect(await names({ rangeEnd: middle })).toEqual(["user.created", "organization.created"]);

  const first = await events.listEvents({ limit: 3 } as Options);
  expect(first.data).toHaveLength(3);
  const after = first.listMetadata.after;
  const rest = await events.listEvents({ limit: 3, after } as Options);
  expect(rest.data.map(({ event }) => event)).toEqual(["user.updated"]);
  expect(rest.listMetadata.after).toBeNull();
  const brackets = await request(
    `${url}/events?events[]=user.created&events[]=user.updated`,
    "GET",
  );
  expect(((await brackets.json()) as { data: unknown[] }).data).toHaveLength(2);
  for (const wrong of ["after=event_unknown", "range_start=yesterday", "limit=0"]) {
    expect((await request(`${url}/events?${wrong}`, "GET")).status).toBe(422);
  }
});

test("manages webhook endpoints, each with its own secret and events", async () => {
  const one = await startWebhookEndpoint();
  const two = await startWebhookEndpoint();
  const { url, control } = await startWorkos({ webhookEndpoint: one.webhookEndpoint });
  const { webhooks } = sdk(url);
  const endpoint = await webhooks.createWebhookEndpoint({
    endpointUrl: two.url,
    events: ["user.updated"],
  });
  expect(endpoint).toMatchObject({ status: "enabled", events: ["user.updated"] });
  const { data } = await webhooks.listWebhookEndpoints();
  expect(new Set(data.map(({ secret }) => secret)).size).toBe(2);

  const { id } = await control.createUser({ email: ada });
  await control.updateUser(id, { first_name: "Ada" });
  await expect
    .poll(() => [one.received.map(({ event }) => event), two.received.map(({ event }) => event)])
    .toEqual([["user.created", "user.updated"], ["user.updated"]]);

  await webhooks.updateWebhookEndpoint({ id: endpoint.id, status: "disabled" });
  await control.updateUser(id, { first_name: "Augusta" });
  await webhooks.updateWebhookEndpoint({ id: endpoint.id, status: "enabled" });
  await control.updateUser(id, { first_name: "Byron" });
  await expect
    .poll(() => two.received.map(({ data }) => data.first_name))
    .toEqual(["Ada", "Byron"]);

  const create = (endpointUrl: string) =>
    webhooks.createWebhookEndpoint({ endpointUrl, events: ["user.created"] });
  await expect(create(two.url)).rejects.toMatchObject({ status: 409, code: "duplicate_endpoint" });
  for (const wrong of ["http://example.com/", "ftp://localhost/", "nothing"]) {
    await expect(create(wrong)).rejects.toMatchObject({ status: 422, code: "invalid_url" });
  }
  await webhooks.deleteWebhookEndpoint({ id: endpoint.id });
  expect((await webhooks.listWebhookEndpoints()).data).toHaveLength(1);
});

test("a secret that the API has made signs what the SDK verifies", async () => {
  const { url, control } = await startWorkos();
  const { webhooks } = sdk(url);
  const verified: unknown[] = [];
  let secret = "";
  const endpointUrl = await startEndpoint(async (body, { headers }) => {
    const payload = JSON.parse(body) as Record<string, unknown>;
    const sigHeader = String(headers["workos-signature"]);
    verified.push((await webhooks.constructEvent({ payload, sigHeader, secret })).event);
    return { status: 200 };
  });
  ({ secret } = await webhooks.createWebhookEndpoint({ endpointUrl, events: ["user.created"] }));
  await control.createUser({ email: ada });
  await control.waitForDelivery({ email: ada, type: "user.created" });
  expect(verified).toEqual(["user.created"]);
});

test("the environment is provisioned as the Convex CLI does it, and enforces what it was given", async () => {
  const { url } = await startWorkos({ people: [{ email: ada }] });
  const api = `${url}/user_management`;
  const uri = "http://localhost:9999/callback";
  expect((await fetch(authorization(url, { redirect_uri: uri }).url)).status).toBe(400);
  const createUri = () => request(`${api}/redirect_uris`, "POST", { uri });
  expect((await createUri()).status).toBe(201);
  const page = await fetch(authorization(url, { redirect_uri: uri }).url);
  expect(page.status).toBe(200);
  expect(page.headers.get("content-security-policy")).toContain("http://localhost:9999");
  const again = await createUri();
  // The words by which the CLI knows that it was there already.
  expect([again.status, await again.text()]).toEqual([
    422,
    expect.stringContaining("already exists"),
  ]);

  const origin = "http://localhost:9999";
  expect((await authenticate(url, {}, origin)).status).toBe(403);
  const createOrigin = () => request(`${api}/cors_origins`, "POST", { origin });
  expect((await createOrigin()).status).toBe(201);
  expect((await authenticate(url, {}, origin)).headers.get("access-control-allow-origin")).toBe(
    origin,
  );
  const duplicate = await createOrigin();
  expect(duplicate.status).toBe(409);
  expect(await duplicate.text()).toContain("duplicate_cors_origin");

  const home = "http://localhost:9999/home";
  expect((await request(`${api}/app_homepage_url`, "PUT", { url: home })).status).toBe(200);
  const signedOut = await fetch(`${api}/sessions/logout?session_id=x`, { redirect: "manual" });
  expect(signedOut.headers.get("location")).toBe(home);
  expect((await request(`${api}/app_homepage_url`, "PUT", { url: "nothing" })).status).toBe(422);
  expect((await fetch(`${api}/redirect_uris`, { method: "POST" })).status).toBe(401);
  await obtainTokens(url, ada, { redirect_uri: uri });
});
