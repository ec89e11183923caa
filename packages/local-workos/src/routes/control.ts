import { Hono } from "hono";
import type { z } from "zod";
import { controlOperations } from "../control/operations.ts";
import type { Environment } from "../environment.ts";
import { bearerApiKey, noWebPages } from "../http/guards.ts";
import { readBody } from "../http/input.ts";

/** The control API: `POST /_control/<method>` with a JSON array of the method's arguments. */
export function controlRoutes(env: Environment): Hono {
  const app = new Hono().basePath("/_control");
  app.use(noWebPages, bearerApiKey(env.options.apiKey));
  for (const [name, { args, run }] of Object.entries(controlOperations(env))) {
    app.post(`/${name}`, async (c) => {
      const values = await readBody<unknown[]>(c, args as z.ZodType<unknown[]>);
      const answer = await (run as (...all: unknown[]) => unknown)(...values);
      return answer === undefined ? c.body(null, 204) : c.json(answer as object);
    });
  }
  return app;
}
