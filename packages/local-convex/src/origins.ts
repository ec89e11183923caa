/** Origins and the ones that are reached in their place. */
export type RewriteOrigins = Record<string, string>;

/**
 * Replaces `fetch` with one that reaches some origins elsewhere.
 *
 * Functions call the global `fetch`, so it has to be replaced before the engine starts: convex-test
 * keeps hold of the one that it finds.
 */
export function rewriteFetch(origins: RewriteOrigins): void {
  const original = globalThis.fetch;
  const targets = new Map(
    Object.entries(origins).map(([from, to]) => [new URL(from).origin, new URL(to).origin]),
  );
  if (targets.size === 0) return;
  globalThis.fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const target = targets.get(url.origin);
    if (target === undefined) return original(input, init);
    const rewritten = new URL(url.pathname + url.search, target);
    return original(input instanceof Request ? new Request(rewritten, input) : rewritten, init);
  };
}
