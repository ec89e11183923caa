import { randomUUID } from "node:crypto";
import { logLine } from "./function-scope.ts";
import type { UdfType } from "./analyze.ts";

/** One execution of a function, as `convex logs` shows it; times in seconds. */
type FunctionExecution = {
  kind: "Completion";
  udfType: UdfType | "HttpAction";
  identifier: string;
  timestamp: number;
  executionTime: number;
  logLines: string[];
  error: string | null;
  requestId: string;
};

const KEPT_ENTRIES = 1_000;
const LONG_POLL_MS = 10_000;

/** The latest executions of functions, for those who follow along. */
export class FunctionLog {
  private readonly entries: FunctionExecution[] = [];
  /** How many there have been; the CLI takes 0 for "from the beginning". */
  private count = 1;
  private wakeUp!: () => void;
  private next = this.nextEntry();

  add(entry: Omit<FunctionExecution, "kind" | "requestId">): void {
    this.entries.push({ kind: "Completion", requestId: randomUUID(), ...entry });
    if (this.entries.length > KEPT_ENTRIES) this.entries.shift();
    this.count += 1;
    if (entry.error !== null) logLine(`[ERROR] ${entry.identifier}: ${entry.error}`);
    this.wakeUp();
    this.next = this.nextEntry();
  }

  /** What came after `cursor`, which is waited for a while if there is nothing yet. */
  async since(cursor: number): Promise<{ entries: FunctionExecution[]; newCursor: number }> {
    if (cursor >= this.count) {
      let timer: NodeJS.Timeout | undefined;
      const timeout = new Promise<void>((resolve) => (timer = setTimeout(resolve, LONG_POLL_MS)));
      await Promise.race([this.next, timeout]);
      clearTimeout(timer);
    }
    const added = Math.min(Math.max(0, this.count - Math.max(cursor, 1)), this.entries.length);
    return { entries: this.entries.slice(this.entries.length - added), newCursor: this.count };
  }

  private nextEntry(): Promise<void> {
    return new Promise((resolve) => (this.wakeUp = resolve));
  }
}
