/** `npm run bench:backend`: how long the backend takes for ten thousand people and a thousand events. */
import { convexCli, folders, makeConvexProject, startStack, Child } from "@repo/local-stack";
import { createControlClient } from "@repo/local-workos";
import { createHmac, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addresses, suiteConvexJson } from "../stack/addresses.ts";

const PEOPLE = 10_000;
const EVENTS = 1_000;
const AT_ONCE = 50;

const stack = await startStack({ convexJson: suiteConvexJson, ports: addresses.ports });
const directory = mkdtempSync(join(tmpdir(), "bench-"));
try {
  const push = new Child({
    name: "The push",
    command: [convexCli(), "deploy", "--typecheck", "disable"],
    cwd: makeConvexProject(directory, {
      convexJson: suiteConvexJson,
      functions: join(folders.backend, "convex"),
    }),
    env: { ...stack.cliVariables, CI: "1" },
  });
  if (!(await push.succeeds())) throw new Error(await push.ended);
  await reconcileEverybody();
  await receiveEvents();
} finally {
  await stack.stop();
  rmSync(directory, { recursive: true });
}

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
    let run: { isFinished: boolean; saved: number };
    do run = await call("action", "reconcile:run", {});
    while (!run.isFinished);
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
        headers: { "WorkOS-Signature": signature(body) },
        body,
      });
      if (!response.ok) throw new Error(`The webhook was answered with ${response.status}.`);
      durations.push(performance.now() - sent);
    });
    durations.sort((a, b) => a - b);
    const at = (part: number) => durations[Math.floor(durations.length * part)]!.toFixed(0);
    console.log(
      `${EVENTS} webhooks, ${AT_ONCE} at a time, ${what}: ${((performance.now() - start) / 1000).toFixed(1)} s, median ${at(0.5)} ms, p95 ${at(0.95)} ms`,
    );
    const added = (await countUsers()) - before;
    if (added !== EVENTS) throw new Error(`${EVENTS} events made ${added} rows.`);
  }
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

function signature(body: string): string {
  const timestamp = Date.now();
  const hash = createHmac("sha256", stack.secrets.webhookSecret).update(`${timestamp}.${body}`);
  return `t=${timestamp}, v1=${hash.digest("hex")}`;
}

async function countUsers(): Promise<number> {
  return await call("query", "_system/cli/tableSize", { tableName: "users" });
}

async function call<Value>(kind: string, path: string, args: object): Promise<Value> {
  const response = await fetch(`${addresses.convex}/api/${kind}`, {
    method: "POST",
    headers: { authorization: `Convex ${stack.convex.adminKey}` },
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
