import type { JSONValue } from "convex/values";
import type { FunctionFailure } from "./function-failure.ts";

/** The outcome of a query, ready to be sent. */
export type QueryOutcome = (
  { ok: true; value: JSONValue } | { ok: false; failure: FunctionFailure }
) & { logLines: string[] };

/** One run of a query, shared by everyone who asks the same as the same identity. */
export type CachedQuery = {
  /** The tables that it has read so far, as `component|table`. */
  reads: Set<string>;
  /** Whether something that it read has changed since. */
  stale: boolean;
  outcome: Promise<QueryOutcome>;
};

const MAXIMUM_ENTRIES = 5_000;

/** Results of queries, until a table that they read changes. */
export class QueryCache {
  private readonly entries = new Map<string, CachedQuery>();

  /** The current result for `key`; `run` computes it, noting its reads in the set that it gets. */
  get(key: string, run: (reads: Set<string>) => Promise<QueryOutcome>): CachedQuery {
    const known = this.entries.get(key);
    if (known) return known;
    const reads = new Set<string>();
    const entry: CachedQuery = { reads, stale: false, outcome: run(reads) };
    this.entries.set(key, entry);
    if (this.entries.size > MAXIMUM_ENTRIES) this.dropOldest();
    return entry;
  }

  /** Drops what has read one of these tables. */
  invalidate(tables: Set<string>): void {
    for (const [key, entry] of this.entries)
      if ([...tables].some((table) => entry.reads.has(table))) this.drop(key, entry);
  }

  /** Drops everything: other functions run from now on. */
  clear(): void {
    for (const [key, entry] of this.entries) this.drop(key, entry);
  }

  // Whoever still follows a dropped entry must learn of it: it no longer hears of changes.
  private drop(key: string, entry: CachedQuery): void {
    entry.stale = true;
    this.entries.delete(key);
  }

  private dropOldest(): void {
    const [oldest] = this.entries;
    if (oldest) this.drop(...oldest);
  }
}
