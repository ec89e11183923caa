import type { Context } from "hono";
import { invalidParameter } from "./errors.ts";

/**
 * A page of a list, by WorkOS's `limit`, `order`, `before` and `after`.
 *
 * @param rows - In the order in which they were created.
 * @throws ApiError 422 if a parameter is not one of WorkOS's, or a cursor is unknown.
 */
export function listPage<Row extends { id: string }>(c: Context, rows: Row[]) {
  const limit = Number(c.req.query("limit") ?? 10);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    throw invalidParameter("limit", "limit must be an integer from 1 to 100.");
  }
  const order = c.req.query("order") ?? "desc";
  if (order !== "asc" && order !== "desc") {
    throw invalidParameter("order", 'order must be "asc" or "desc".');
  }
  const ordered = order === "asc" ? rows : rows.toReversed();
  const positionOf = (cursor: "before" | "after") => {
    const id = c.req.query(cursor);
    if (id === undefined) return undefined;
    const position = ordered.findIndex((row) => row.id === id);
    if (position === -1) throw invalidParameter(cursor, `${cursor} is not in this list.`);
    return position;
  };
  const before = positionOf("before");
  const after = positionOf("after");
  const start = before === undefined ? (after ?? -1) + 1 : Math.max(0, before - limit);
  const end = before === undefined ? start + limit : before;
  const data = ordered.slice(start, end);
  return {
    object: "list" as const,
    data,
    list_metadata: {
      before: start > 0 ? (data.at(0)?.id ?? null) : null,
      after: end < ordered.length ? (data.at(-1)?.id ?? null) : null,
    },
  };
}
