/** How long a person waits, and how much JavaScript the first page is. `npm run bench`. */
import { chromium, type Browser } from "@playwright/test";
import { parseArgs } from "node:util";
import { browserArguments, findBrowser } from "../../../e2e/browser/find.ts";
import { delayPorts } from "./delay.ts";
import { startOwn } from "./own.ts";
import { startPeers } from "./peers.ts";
import type { Subject } from "./subjects.ts";
import { report, trace, type Result } from "./report.ts";
import { visit } from "./visit.ts";

const { values: options } = parseArgs({
  options: {
    "next-template": { type: "string" },
    "vite-template": { type: "string" },
    runs: { type: "string", default: "15" },
    delay: { type: "string", default: "60" },
    trace: { type: "boolean", default: false },
  },
});
const runs = Number(options.runs);
const delays = [0, Number(options.delay)];
const email = "bench@example.com";
const stops: (() => Promise<void> | void)[] = [];
try {
  const own = await startOwn(email);
  stops.push(() => own.stop());
  const subjects = [...own.subjects, ...(await startTemplates())];
  const browsers = await Promise.all(delays.map((delay) => launch(delay, subjects)));
  const results: Result[] = [];
  // The first round warms the servers up and is not counted. Each round starts with another app.
  for (let round = 0; round <= runs; round++) {
    for (const [index, delay] of delays.entries()) {
      for (const place of subjects.keys()) {
        const subject = subjects[(place + round) % subjects.length]!;
        const visited = await visit(browsers[index]!, subject);
        if (round > 0) results.push({ subject: subject.name, delay, ...visited });
      }
    }
    process.stderr.write(`round ${round} of ${runs}\n`);
  }
  console.log(report(results, runs));
  if (options.trace) console.log(trace(results));
} finally {
  for (const stop of stops.toReversed()) await stop();
}

async function startTemplates(): Promise<Subject[]> {
  const { "next-template": next, "vite-template": vite } = options;
  if (!next || !vite) return [];
  const peers = await startPeers({ next, vite }, email);
  stops.push(() => peers.stop());
  return peers.subjects;
}

async function launch(delay: number, subjects: Subject[]): Promise<Browser> {
  const args = [...browserArguments];
  if (delay > 0) {
    const ports = [...new Set(subjects.flatMap((subject) => subject.ports))];
    const delayed = await delayPorts(ports, delay);
    stops.push(() => delayed.stop());
    args.push(delayed.browserArgument);
  }
  const browser = await chromium.launch({ executablePath: findBrowser(), args });
  stops.push(() => browser.close());
  return browser;
}
