/** `npm run bench:backend`: how long the backend takes for a thousand events, and among ten thousand rules. */
import { createHmac, randomUUID } from "node:crypto";
import config from "../../../convex-authkit.config.ts";
import { AT_ONCE, call, inParallel, onStack, summary, type Stack } from "./deployment.ts";

const EVENTS = 1_000;
const RULES = 10_000;
const ACTIONS = 100;

await onStack(async (stack) => {
  await receiveEvents(stack);
  await answerActions(stack);
});

/** Each event twice, as WorkOS may send it. */
async function receiveEvents(stack: Stack) {
  const ids = Array.from({ length: EVENTS }, () => `user_${randomUUID()}`);
  const bodies = ids.map(userCreated);
  for (const what of ["new", "the same again"]) {
    const durations: number[] = [];
    const start = performance.now();
    await inParallel(bodies, async (body) => {
      const sent = performance.now();
      await receive(stack, body);
      durations.push(performance.now() - sent);
    });
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(
      `${EVENTS} webhooks, ${AT_ONCE} at a time, ${what}: ${seconds} s, ${summary(durations)}`,
    );
  }
  await inParallel(ids, async (subject) => {
    const current = await call<{ authUser: object | null }>(
      stack,
      "query",
      "account:current",
      {},
      { subject },
    );
    if (!current.authUser) throw new Error(`An event made no user ${subject}.`);
  });
}

async function receive(stack: Stack, body: string) {
  const response = await fetch(`${stack.convex.siteUrl}/workos/webhook`, {
    method: "POST",
    headers: { "WorkOS-Signature": signature(body, stack.secrets.webhookSecret) },
    body,
  });
  if (!response.ok) throw new Error(`The webhook was answered with ${response.status}.`);
}

/** Whether somebody may sign up, among as many rules as an admin might ever make. */
async function answerActions(stack: Stack) {
  const admin = {
    subject: "user_admin",
    org_id: config.deploymentVariables?.ADMIN_ORGANIZATION_ID?.local,
    role: "admin",
    permissions: ["members:manage"],
  };
  await receive(stack, userCreated(admin.subject));
  await receive(stack, membershipCreated(admin.subject, admin.org_id));
  const numbers = Array.from({ length: RULES }, (_, number) => number);
  await inParallel(numbers, async (number) => {
    const kind = number % 2 === 0 ? "blockedDomain" : "allowedDomain";
    await call(stack, "mutation", "admin:addRule", { kind, value: `r${number}.example` }, admin);
  });
  const durations: number[] = [];
  for (let number = 0; number < ACTIONS; number += 1) {
    const body = JSON.stringify({
      object: "user_registration_action_context",
      id: `user_registration_action_${number}`,
      user_data: { object: "user_data", email: `ada@mail.r${number * 2 + 1}.example` },
    });
    const sent = performance.now();
    const response = await fetch(`${stack.convex.siteUrl}/workos/action`, {
      method: "POST",
      headers: { "WorkOS-Signature": signature(body, stack.secrets.actionSecret) },
      body,
    });
    const answer = (await response.json()) as { payload?: { verdict?: string } };
    if (answer.payload?.verdict !== "Allow") throw new Error(JSON.stringify(answer));
    durations.push(performance.now() - sent);
  }
  console.log(`${ACTIONS} actions, one at a time, among ${RULES} rules: ${summary(durations)}`);
}

function userCreated(id: string): string {
  return created("user", {
    id,
    email: "somebody@example.com",
    email_verified: true,
    first_name: null,
    last_name: null,
    metadata: {},
  });
}

function membershipCreated(user_id: string, organization_id = ""): string {
  const role = { slug: "admin" };
  const id = `om_${randomUUID()}`;
  return created("organization_membership", {
    ...{ id, user_id, organization_id, organization_name: "Admins", status: "active", role },
  });
}

function created(kind: string, data: object): string {
  const now = new Date().toISOString();
  return JSON.stringify({
    object: "event",
    id: `event_${randomUUID()}`,
    event: `${kind}.created`,
    created_at: now,
    data: { object: kind, created_at: now, updated_at: now, ...data },
  });
}

function signature(body: string, secret: string): string {
  const timestamp = Date.now();
  const hash = createHmac("sha256", secret).update(`${timestamp}.${body}`);
  return `t=${timestamp}, v1=${hash.digest("hex")}`;
}
