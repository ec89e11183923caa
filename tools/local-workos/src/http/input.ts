import type { Context } from "hono";
import { z } from "zod";
import { invalidParameters } from "./errors.ts";

/** @throws ApiError 422 that names each field that is missing or wrong. */
export async function readBody<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  return parse(schema, await c.req.json().catch(() => undefined));
}

/** @throws ApiError 422 that names each field that is missing or wrong. */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidParameters(
    result.error.issues.map(({ path, message }) => {
      const field = path.join(".") || "body";
      return { field, message: `${field}: ${message}` };
    }),
  );
}

const pageSchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(10),
  order: z.enum(["asc", "desc", "normal"]).optional(),
  before: z.string().optional(),
  after: z.string().optional(),
});

/**
 * A page of a list, by WorkOS's `limit`, `order`, `before` and `after`.
 *
 * @param rows - In the order in which they were created.
 * @throws ApiError 422 if a parameter is not one of WorkOS's, or a cursor is unknown.
 */
export function listPage<Row extends { id: string }>(
  c: Context,
  rows: Row[],
  defaultOrder: "asc" | "desc" = "desc",
) {
  const { limit, order = defaultOrder, ...cursors } = parse(pageSchema, c.req.query());
  const ordered = order === "asc" ? rows : rows.toReversed();
  const positionOf = (cursor: "before" | "after") => {
    const id = cursors[cursor];
    if (id === undefined) return undefined;
    const position = ordered.findIndex((row) => row.id === id);
    if (position !== -1) return position;
    throw invalidParameters([{ field: cursor, message: `${cursor} is not in this list.` }]);
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
