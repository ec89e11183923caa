import type { Context, Hono } from "hono";
import type { z } from "zod";
import type { Resource } from "../state/collection.ts";
import type { ApiObject } from "../state/objects.ts";
import { notFound } from "./errors.ts";
import { listPage, readBody } from "./input.ts";

type Answer = Response | Promise<Response>;

/** How one kind of object is served: a REST resource of the WorkOS API. */
type ResourceRoutes<Row extends ApiObject, Create, Update> = {
  path: string;
  /** As WorkOS's messages call it: "User not found: …". */
  name: string;
  rows: Resource<Row>;
  /** Query parameters that narrow the list. */
  filters?: Record<string, (row: Row, value: string) => boolean>;
  /** Refuses a list request. */
  checkList?: (query: Record<string, string>) => void;
  /** Another key that one is found by: GET `<path>/<name>/:value`. */
  lookups?: Record<string, (row: Row) => string | null>;
  /** The object as the API shows it, if that is not the row itself. */
  show?: (row: Row) => unknown;
  create?: { schema: z.ZodType<Create>; run: (input: Create) => Row };
  update?: {
    method: "PUT" | "PATCH";
    schema: z.ZodType<Update>;
    run: (row: Row, input: Update) => Row;
  };
  remove?: { status: 200 | 202 | 204; run: (row: Row) => void };
  /** Special verbs, by method and name: `PUT <path>/:id/deactivate`. */
  verbs?: Record<`${"GET" | "POST" | "PUT"} ${string}`, (row: Row, c: Context) => Answer | Row>;
};

/** Serves a resource: list, get, create, update, delete and its verbs, as far as it has them. */
export function serveResource<Row extends ApiObject, Create, Update>(
  app: Hono,
  routes: ResourceRoutes<Row, Create, Update>,
): void {
  const { path, name, rows, filters = {}, show = (row: Row): unknown => row } = routes;
  const { create, update, remove } = routes;

  const existing = (c: Context): Row => {
    const id = c.req.param("id") ?? "";
    const row = rows.get(id);
    if (!row) throw notFound(name, id);
    return row;
  };

  app.get(path, (c) => {
    routes.checkList?.(c.req.query());
    const wanted = Object.entries(filters).flatMap(([parameter, matches]) => {
      const value = c.req.query(parameter);
      return value ? (row: Row) => matches(row, value) : [];
    });
    const page = listPage(
      c,
      rows.all().filter((row) => wanted.every((matches) => matches(row))),
    );
    return c.json({ ...page, data: page.data.map(show) });
  });

  for (const [key, valueOf] of Object.entries(routes.lookups ?? {})) {
    app.get(`${path}/${key}/:value`, (c) => {
      const value = c.req.param("value");
      const row = rows.all().find((each) => valueOf(each) === value);
      if (!row) throw notFound(name, value);
      return c.json(show(row));
    });
  }
  app.get(`${path}/:id`, (c) => c.json(show(existing(c))));
  if (create) {
    app.post(path, async (c) => c.json(show(create.run(await readBody(c, create.schema))), 201));
  }
  if (update) {
    app.on(update.method, `${path}/:id`, async (c) => {
      const row = existing(c);
      return c.json(show(update.run(row, await readBody(c, update.schema))));
    });
  }
  if (remove) {
    app.delete(`${path}/:id`, (c) => {
      remove.run(existing(c));
      return c.body(null, remove.status);
    });
  }
  for (const [verb, run] of Object.entries(routes.verbs ?? {})) {
    const [method, action] = verb.split(" ");
    app.on(method!, `${path}/:id/${action}`, async (c) => {
      const answer = await run(existing(c), c);
      return answer instanceof Response ? answer : c.json(show(answer));
    });
  }
}
