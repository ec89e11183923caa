import { randomUUID } from "node:crypto";
import { EventEmitter, once } from "node:events";
import type { FunctionOutcome } from "./function-outcome.ts";
import { logLine } from "./function-scope.ts";

const KEPT_ENTRIES = 1_000;
const LONG_POLL_MS = 10_000;

/** The latest executions of functions, for those who follow along. */
export class FunctionLog {
  private readonly entries: object[] = [];
  /** How many there have been; the CLI takes 0 for "from the beginning". */
  private count = 1;
  private readonly emitter = new EventEmitter().setMaxListeners(0);

  /** Notes an execution, as `convex logs` shows it; times in seconds. */
  add(udfType: string, identifier: string, startedAt: number, outcome: FunctionOutcome): void {
    const error = outcome.ok ? null : outcome.failure.message;
    this.entries.push({
      kind: "Completion",
      udfType,
      identifier,
      timestamp: startedAt / 1000,
      executionTime: (Date.now() - startedAt) / 1000,
      logLines: outcome.logLines,
      error,
      requestId: randomUUID(),
    });
    if (this.entries.length > KEPT_ENTRIES) this.entries.shift();
    this.count += 1;
    if (error !== null) logLine(`[ERROR] ${identifier}: ${error}`);
    this.emitter.emit("entry");
  }

  /** What came after `cursor`, which is waited for a while if there is nothing yet. */
  async since(cursor: number) {
    if (cursor >= this.count) {
      const signal = AbortSignal.timeout(LONG_POLL_MS);
      await once(this.emitter, "entry", { signal }).catch(() => {});
    }
    const added = Math.min(Math.max(0, this.count - Math.max(cursor, 1)), this.entries.length);
    return { entries: this.entries.slice(this.entries.length - added), newCursor: this.count };
  }
}
