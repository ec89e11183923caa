import { WorkOS, type ActionContext } from "@workos-inc/node";
import { expect, test } from "vitest";
import {
  actionSecret,
  authorization,
  startActionEndpoint,
  startEndpoint,
  startWorkos,
  submit,
  type SignedResponse,
} from "./harness.ts";

const { webhooks } = new WorkOS({ apiKey: "sk_test_app", clientId: "client_app" });
const person = { email: "new@example.com", first_name: "New", last_name: "Person" };

type Forge = Parameters<typeof startActionEndpoint>[1];

/** An action endpoint, and what it was asked. */
async function startActions(decide: () => string | null, forge?: Forge) {
  const contexts: ActionContext[] = [];
  const url = await startActionEndpoint((context) => {
    contexts.push(context);
    return decide();
  }, forge);
  return { contexts, actionEndpoint: { url, secret: actionSecret } };
}

async function signUp(url: string) {
  const response = await submit(authorization(url, { screen_hint: "sign-up" }).url, person);
  return { status: response.status, page: await response.text() };
}

test("asks about the registration, then about the authentication", async () => {
  const { contexts, actionEndpoint } = await startActions(() => null);
  const { url } = await startWorkos({ actionEndpoint });
  expect((await signUp(url)).status).toBe(302);
  expect(contexts).toMatchObject([
    {
      object: "user_registration_action_context",
      userData: { email: person.email, firstName: "New", lastName: "Person", name: "New Person" },
    },
    { object: "authentication_action_context", user: { email: person.email } },
  ]);
});

test("a denied registration shows the message and makes no user", async () => {
  const { contexts, actionEndpoint } = await startActions(() => "Not <you>.");
  const { url, control } = await startWorkos({ actionEndpoint });
  const { status, page } = await signUp(url);
  expect(status).toBe(403);
  expect(page).toContain('role="alert">Not &lt;you&gt;.</p>');
  expect(contexts).toHaveLength(1);
  expect(await control.findUserByEmail(person.email)).toBeUndefined();
});

test("a denied authentication shows the message and gives no code", async () => {
  const { actionEndpoint } = await startActions(() => "Come back on Monday.");
  const { url, control } = await startWorkos({ actionEndpoint, people: [person] });
  const response = await submit(authorization(url).url, { email: person.email });
  expect(response.status).toBe(403);
  expect(await response.text()).toContain("Come back on Monday.");

  await control.settings({ autoSignIn: person.email });
  const automatic = await fetch(authorization(url).url, { redirect: "manual" });
  expect(automatic.status).toBe(403);
});

/** An answer that was rightly signed, a minute ago. */
async function stale(response: SignedResponse): Promise<SignedResponse> {
  const payload = { ...response.payload, timestamp: Date.now() - 60_000 };
  const signature = await webhooks.computeSignature(payload.timestamp, payload, actionSecret);
  return { ...response, payload, signature };
}

test.for<[reason: string, forge: Forge]>([
  ["too old", stale],
  ["signed with another secret", (response) => ({ ...response, signature: "0".repeat(64) })],
  [
    "for another kind of action",
    (response) => ({ ...response, object: "authentication_action_response" }),
  ],
  [
    "signed with another secret",
    (response) => ({ ...response, payload: { ...response.payload, timestamp: Date.now() + 1 } }),
  ],
])("an allowance that is %s is a denial", async ([reason, forge]) => {
  const { actionEndpoint } = await startActions(() => null, forge);
  const { url, control, log } = await startWorkos({ actionEndpoint });
  const { status, page } = await signUp(url);
  expect(status).toBe(403);
  expect(page).toContain("You cannot continue right now");
  expect(log).toEqual([expect.stringContaining(reason)]);
  expect(await control.findUserByEmail(person.email)).toBeUndefined();
});

test("an endpoint that fails is a denial", async () => {
  const url = await startEndpoint(() => Promise.resolve({ status: 500 }));
  const workos = await startWorkos({ actionEndpoint: { url, secret: actionSecret } });
  expect((await signUp(workos.url)).status).toBe(403);
  expect(workos.log).toEqual([expect.stringContaining("it answered HTTP 500")]);
  expect(workos.log.join()).not.toContain(actionSecret);
});
