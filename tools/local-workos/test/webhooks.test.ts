import { expect, test } from "vitest";
import {
  obtainTokens,
  startEndpoint,
  startWebhookEndpoint,
  startWorkos,
  webhookSecret,
} from "./harness.ts";

const ada = "ada@example.com";

test("delivers again what was refused, with the same event id", async () => {
  const { received, webhookEndpoint } = await startWebhookEndpoint([500, 302]);
  const { control, log } = await startWorkos({ webhookEndpoint });
  await control.createUser({ email: ada });
  const delivery = await control.waitForDelivery({ email: ada, type: "user.created" });
  expect(delivery).toMatchObject({ attempts: 3, lastResult: 200 });
  expect(received.map(({ id }) => id)).toEqual(Array(3).fill(delivery.eventId));
  expect(log).toEqual([expect.stringContaining("was not accepted (500)")]);
});

test("a retry does not hold up what comes after it", async () => {
  const { received, webhookEndpoint } = await startWebhookEndpoint([500]);
  const { control } = await startWorkos({ webhookEndpoint });
  const { id } = await control.createUser({ email: ada });
  await control.updateUser(id, { first_name: "Ada" });
  await control.waitForDelivery({ email: ada, type: "user.created" });
  expect(received.map(({ event }) => event)).toEqual([
    "user.created",
    "user.updated",
    "user.created",
  ]);
  // The event tells what was, not what has become of it.
  expect(received[2]?.data.first_name).toBeNull();
});

test("delays one person's webhooks", async () => {
  const { webhookEndpoint } = await startWebhookEndpoint();
  const { control } = await startWorkos({ webhookEndpoint });
  await control.settings({ email: ada, webhookDelayMs: 300 });
  const before = performance.now();
  await control.createUser({ email: ada });
  await control.createUser({ email: "grace@example.com" });
  await control.waitForDelivery({ email: "grace@example.com", type: "user.created" });
  expect(await control.deliveries(ada)).toMatchObject([{ status: "pending", attempts: 0 }]);
  await control.waitForDelivery({ email: ada, type: "user.created" });
  expect(performance.now() - before).toBeGreaterThanOrEqual(299);
});

test("signing in does not wait for the endpoint", async () => {
  let answer: (value: { status: number }) => void = () => undefined;
  const waiting = new Promise<{ status: number }>((resolve) => (answer = resolve));
  const url = await startEndpoint(() => waiting);
  const webhookEndpoint = { url, secret: webhookSecret };
  const { url: workosUrl, control } = await startWorkos({
    webhookEndpoint,
    people: [{ email: ada }],
  });
  await obtainTokens(workosUrl, ada);
  expect(await control.deliveries(ada)).toMatchObject([
    { type: "user.created", status: "pending" },
    { type: "session.created", status: "pending" },
  ]);
  answer({ status: 200 });
  await control.waitForDelivery({ email: ada, type: "session.created" });
});

test("deleting a user ends the sessions first", async () => {
  const { received, webhookEndpoint } = await startWebhookEndpoint();
  const { url, control } = await startWorkos({ webhookEndpoint, people: [{ email: ada }] });
  const { user } = await obtainTokens(url, ada);
  await control.deleteUser(user.id);
  await control.waitForDelivery({ email: ada, type: "user.deleted" });
  expect(received.map(({ event }) => event)).toEqual([
    "user.created",
    "session.created",
    "session.revoked",
    "user.deleted",
  ]);
});

test("delivers only the events that are selected for the endpoint", async () => {
  const { received, webhookEndpoint } = await startWebhookEndpoint();
  const { control } = await startWorkos({
    webhookEndpoint: { ...webhookEndpoint, events: ["user.created", "user.deleted"] },
  });
  const { id } = await control.createUser({ email: ada });
  await control.updateUser(id, { first_name: "Ada" });
  await control.deleteUser(id);
  await control.waitForDelivery({ email: ada, type: "user.deleted" });
  expect(received.map(({ event }) => event)).toEqual(["user.created", "user.deleted"]);
});
