import { createHash } from "node:crypto";
import { ConvexError } from "convex/values";

/** What `ctx.db.query(…).paginate(…)` asks. */
type PageRequest = { query?: unknown; cursor?: string | null; endCursor?: string | null };
type Page = { continueCursor: string; splitCursor?: string | null };

/**
 * Answers a request for a page with cursors that are good for its query only: convex-test's own say
 * nothing of the query that they are from.
 *
 * @param journal where the last run of the same query ended its page
 */
export async function runPage<Result extends Page>(
  request: PageRequest,
  journal: string | null,
  original: () => Promise<Result>,
): Promise<Result> {
  const fingerprint = createHash("sha256")
    .update(JSON.stringify(request.query))
    .digest("base64url");
  const position = (cursor: string | null | undefined): string | null => {
    if (cursor === null || cursor === undefined) return null;
    if (!cursor.startsWith(`${fingerprint}.`)) throw invalidCursor();
    return cursor.slice(fingerprint.length + 1);
  };
  request.endCursor = position(request.endCursor ?? journal);
  request.cursor = position(request.cursor);
  const page = await original();
  const { continueCursor, splitCursor } = page;
  return {
    ...page,
    continueCursor: `${fingerprint}.${continueCursor}`,
    ...(splitCursor && { splitCursor: `${fingerprint}.${splitCursor}` }),
  };
}

/** The error by which `usePaginatedQuery` knows that it has to begin again. */
function invalidCursor(): Error {
  const error = new ConvexError({ isConvexSystemError: true, paginationError: "InvalidCursor" });
  error.message =
    "InvalidCursor: Tried to run a query starting from a cursor, but it looks like this cursor is from a different query.";
  return error;
}
