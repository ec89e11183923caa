/** `npm run bench`: how long a deployment on this machine takes for what people wait for. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { ConvexClient, ConvexHttpClient } from "convex/browser";
import WebSocket from "ws";
import { api } from "../test/fixture/convex/_generated/api.js";
import { Fixture, VARIABLES } from "../test/harness.ts";

const ROUNDS = 200;
const WARM_UP = 20;

const webSocketConstructor = WebSocket as unknown as typeof globalThis.WebSocket;
const rows: [what: string, median: string, p95: string][] = [];

function report(what: string, durations: number[]): void {
  const sorted = durations.toSorted((a, b) => a - b);
  const at = (part: number) => `${(sorted[Math.floor(sorted.length * part)] ?? 0).toFixed(1)} ms`;
  rows.push([`${what}, n = ${sorted.length}`, at(0.5), at(0.95)]);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function repeat(count: number, work: (round: number) => Promise<unknown>): Promise<number[]> {
  const durations: number[] = [];
  for (let round = 0; round < count; round += 1) durations.push(await timed(() => work(round)));
  return durations;
}

const fixture = await Fixture.start();
try {
  await fixture.deployment.stop();
  report(
    "boot, empty",
    await repeat(5, async () => {
      await fixture.startDeployment();
      await fixture.deployment.stop();
    }),
  );
  const { stateDirectory } = fixture;
  const kept = { stateDirectory, environmentVariables: VARIABLES };
  await fixture.startDeployment(kept);
  report("first push by the CLI", await repeat(1, () => fixture.pushOrThrow()));
  report("push without changes", await repeat(3, () => fixture.pushOrThrow()));
  report("HTTP action with two mutations, one at a time", await webhooks(1));
  report("HTTP action with two mutations, 50 at a time", await webhooks(50));
  let stored = 0;
  for (const documents of [10, 1_000, 10_000]) {
    const author = "bench";
    await new ConvexHttpClient(fixture.deployment.url, { logger: false }).mutation(
      api.features.fill,
      { author, count: documents - stored },
    );
    stored = documents;
    for (const clients of [1, 50])
      report(
        `mutation → ${clients} subscribers of the newest 20 of ${documents} documents`,
        await subscribers(author, clients),
      );
  }
  const status = readFileSync(path.join("/proc", String(fixture.deployment.pid), "status"), "utf8");
  const [, resident = "0"] = /VmRSS:\s+(\d+)/.exec(status) ?? [];
  await fixture.deployment.stop();
  report(
    "boot with that app and those documents",
    await repeat(5, async () => {
      await fixture.startDeployment(kept);
      await fixture.deployment.stop();
    }),
  );
  await fixture.startDeployment(kept);
  rows.push(["memory after all that", `${Math.round(Number(resident) / 1024)} MB`, ""]);
} finally {
  await fixture.stop();
}
console.log("| | median | p95 |\n|---|---|---|");
for (const row of rows) console.log(`| ${row.join(" | ")} |`);

/** Time of each of 1,000 requests. */
async function webhooks(atATime: number): Promise<number[]> {
  const durations: number[] = [];
  let sent = 0;
  const send = async () => {
    while (sent++ < 1_000)
      durations.push(
        await timed(async () => {
          const url = `${fixture.deployment.siteUrl}/echo`;
          const response = await fetch(url, { method: "POST", body: "hello" });
          if (response.status !== 201) throw new Error(await response.text());
        }),
      );
  };
  const total = await timed(() => Promise.all(Array.from({ length: atATime }, send)));
  rows.push([`… ${Math.round(1_000_000 / total)} a second`, "", ""]);
  return durations;
}

/** Time from a mutation to the moment when the last subscriber has its result. */
async function subscribers(author: string, count: number): Promise<number[]> {
  const connect = () =>
    new ConvexClient(fixture.deployment.url, { webSocketConstructor, logger: false });
  const writer = connect();
  const readers = Array.from({ length: count }, connect);
  let waiting = new Set<ConvexClient>();
  let expected = "";
  let done = () => {};
  for (const reader of readers)
    reader.onUpdate(api.features.newest, { author }, (texts) => {
      if (texts[0] !== expected) return;
      waiting.delete(reader);
      if (waiting.size === 0) done();
    });
  const durations = await repeat(WARM_UP + ROUNDS, async (round) => {
    expected = `${count} ${round}`;
    waiting = new Set(readers);
    const all = new Promise<void>((resolve) => (done = resolve));
    void writer.mutation(api.messages.send, { author, text: expected });
    await all;
  });
  await Promise.all([writer, ...readers].map((client) => client.close()));
  return durations.slice(WARM_UP);
}
