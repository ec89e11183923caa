/** `npm run bench:backend`: how long the backend takes for thousands of people, events and rules. */
import { folders } from "@repo/commands/workspace";
import { adminOrganizationId, runConvexCli, startStack } from "@repo/local-stack";
import { createControlClient } from "@repo/local-workos";
import { createHmac, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { addresses, suiteConvexJson } from "../stack/addresses.ts";

const PEOPLE = 10_000;
const EVENTS = 1_000;
const RULES = 10_000;
const ACTIONS = 100;
const AT_ONCE = 50;

const stack = await startStack({ convexJson: suiteConvexJson, ports: addresses.ports });
try {
  await runConvexCli("deploy", stack.convex, {
    convexJson: suiteConvexJson,
    functions: join(folders.backend, "convex"),
  });
  await reconcileEverybody();
  await receiveEvents();
  await answerActions();
} finally {
  await stack.stop();
}

type Run = { isFinished: boolean; saved: number };

/** People whom WorkOS has and of whom no event ever came. */
async function reconcileEverybody() {
  const workos = createControlClient({
    url: addresses.workos,
    apiKey: stack.secrets.workosApiKey,
  });
  await workos.holdWebhooks();
  const numbers = Array.from({ length: PEOPLE }, (_, number) => number);
  await inParallel(numbers, async (number) => {
    await workos.createUser({ email: `person-${number}@example.com`, first_name: `No. ${number}` });
  });
  // Lost for good.
  await workos.releaseWebhooks(undefined, []);

  for (const what of ["nobody is here yet", "everybody is here already"]) {
    const start = performance.now();
    let run = await call<Run>("action", "reconcile:run", {});
    // It goes on by itself, from where one call had to end.
    while (!run.isFinished) {
      await setTimeout(50);
      const { page } = await call<{ page: [Run] }>("query", "_system/cli/tableData", {
        table: "reconciliation",
        paginationOpts: { numItems: 1, cursor: null },
      });
      [run] = page;
    }
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(
      `Reconcile ${PEOPLE} people, ${what}: ${seconds} s, ${run.saved} saved, ${memory()} MB`,
    );
  }
  const count = await countUsers();
  if (count !== PEOPLE) throw new Error(`There are ${count} rows for ${PEOPLE} people.`);
}

/** Each event twice, as WorkOS may send it. */
async function receiveEvents() {
  const before = await countUsers();
  const bodies = Array.from({ length: EVENTS }, () => userCreated());
  for (const what of ["new", "the same again"]) {
    const durations: number[] = [];
    const start = performance.now();
    await inParallel(bodies, async (body) => {
      const sent = performance.now();
      const response = await fetch(`${addresses.convexSite}/workos/webhook`, {
        method: "POST",
        headers: { "WorkOS-Signature": signature(body, stack.secrets.webhookSecret) },
        body,
      });
      if (!response.ok) throw new Error(`The webhook was answered with ${response.status}.`);
      durations.push(performance.now() - sent);
    });
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(
      `${EVENTS} webhooks, ${AT_ONCE} at a time, ${what}: ${seconds} s, ${summary(durations)}`,
    );
    const added = (await countUsers()) - before;
    if (added !== EVENTS) throw new Error(`${EVENTS} events made ${added} rows.`);
  }
}

/** Whether somebody may sign up, among as many rules as an admin might ever make. */
async function answerActions() {
  const admin = { subject: "user_admin", org_id: adminOrganizationId, role: "admin" };
  await call("mutation", "users:ensureUser", {}, admin);
  const numbers = Array.from({ length: RULES }, (_, number) => number);
  await inParallel(numbers, async (number) => {
    const kind = number % 2 === 0 ? "blockedDomain" : "allowedDomain";
    await call("mutation", "rules:add", { kind, value: `r${number}.example` }, admin);
  });
  const durations: number[] = [];
  for (let number = 0; number < ACTIONS; number += 1) {
    const body = JSON.stringify({
      object: "user_registration_action_context",
      id: `user_registration_action_${number}`,
      user_data: { object: "user_data", email: `ada@mail.r${number * 2 + 1}.example` },
    });
    const sent = performance.now();
    const response = await fetch(`${addresses.convexSite}/workos/action`, {
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

function summary(durations: number[]): string {
  const sorted = durations.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.floor(sorted.length * part)]!.toFixed(0);
  return `median ${at(0.5)} ms, p95 ${at(0.95)} ms, slowest ${sorted.at(-1)!.toFixed(0)} ms`;
}

async function inParallel<T>(items: T[], work: (item: T) => Promise<void>) {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function userCreated(): string {
  const now = new Date().toISOString();
  return JSON.stringify({
    object: "event",
    id: `event_${randomUUID()}`,
    event: "user.created",
    created_at: now,
    data: {
      object: "user",
      id: `user_${randomUUID()}`,
      email: "somebody@example.com",
      email_verified: true,
      first_name: null,
      last_name: null,
      metadata: {},
      created_at: now,
      updated_at: now,
    },
  });
}

function signature(body: string, secret: string): string {
  const timestamp = Date.now();
  const hash = createHmac("sha256", secret).update(`${timestamp}.${body}`);
  return `t=${timestamp}, v1=${hash.digest("hex")}`;
}

async function countUsers(): Promise<number> {
  return await call("query", "_system/cli/tableSize", { tableName: "users" });
}

/** Calls a function as the deployment's admin, or as somebody whom they act for. */
async function call<Value>(
  kind: string,
  path: string,
  args: object,
  identity?: { subject: string },
): Promise<Value> {
  const issuer = "https://bench.example";
  const actingAs = identity && {
    ...identity,
    issuer,
    tokenIdentifier: `${issuer}|${identity.subject}`,
  };
  const suffix = actingAs ? `:${Buffer.from(JSON.stringify(actingAs)).toString("base64")}` : "";
  const response = await fetch(`${addresses.convex}/api/${kind}`, {
    method: "POST",
    headers: { authorization: `Convex ${stack.convex.adminKey}${suffix}` },
    body: JSON.stringify({ path, args }),
  });
  const answer = (await response.json()) as {
    status: string;
    value: Value;
    errorMessage?: string;
  };
  if (answer.status !== "success") throw new Error(answer.errorMessage);
  return answer.value;
}

/** What the deployment's process has in memory, in MB; only Linux says so in a file. */
function memory(): number {
  const status = readFileSync(`/proc/${stack.convex.pid}/status`, "utf8");
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
}
