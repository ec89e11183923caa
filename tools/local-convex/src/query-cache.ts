import type { FunctionOutcome } from "./function-outcome.ts";

/** One run of a query, shared by everyone who asks the same as the same identity. */
export type CachedQuery = {
  /** The tables that it has read so far, as `component|table`. */
  reads: Set<string>;
  /** Where its page ends, so that the next run ends it there too; null if it has no pages. */
  journal: string | null;
  /** Whether something that it read has changed since. */
  stale: boolean;
  outcome: Promise<FunctionOutcome>;
};

const MAXIMUM_ENTRIES = 5_000;

/** Results of queries, until a table that they read changes. */
export class QueryCache {
  private readonly entries = new Map<string, CachedQuery>();

  /** The current result for `key`; `run` computes it and notes what it reads and where it ends. */
  get(
    key: string,
    journal: string | null,
    run: (entry: CachedQuery) => Promise<FunctionOutcome>,
  ): CachedQuery {
    const known = this.entries.get(key);
    if (known) return known;
    const entry = { reads: new Set<string>(), journal, stale: false } as CachedQuery;
    entry.outcome = run(entry);
    this.entries.set(key, entry);
    const [oldest] = this.entries;
    if (this.entries.size > MAXIMUM_ENTRIES && oldest) this.drop(...oldest);
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
}
