import { randomUUID } from "node:crypto";
import { EventEmitter, once } from "node:events";
import type { UdfType } from "./analyze.ts";
import { logLine } from "./function-scope.ts";

/** One execution of a function, as `convex logs` shows it; times in seconds. */
type FunctionExecution = {
  udfType: UdfType | "HttpAction";
  identifier: string;
  timestamp: number;
  executionTime: number;
  logLines: string[];
  error: string | null;
};

const KEPT_ENTRIES = 1_000;
const LONG_POLL_MS = 10_000;

/** The latest executions of functions, for those who follow along. */
export class FunctionLog {
  private readonly entries: FunctionExecution[] = [];
  /** How many there have been; the CLI takes 0 for "from the beginning". */
  private count = 1;
  private readonly emitter = new EventEmitter().setMaxListeners(0);

  add(execution: FunctionExecution): void {
    const entry = { kind: "Completion", requestId: randomUUID(), ...execution };
    this.entries.push(entry);
    if (this.entries.length > KEPT_ENTRIES) this.entries.shift();
    this.count += 1;
    if (entry.error !== null) logLine(`[ERROR] ${entry.identifier}: ${entry.error}`);
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
