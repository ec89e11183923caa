import { Hono } from "hono";
import type { Environment } from "./environment.ts";
import { ApiError } from "./http/errors.ts";
import { limitedBody, onlyLoopbackHosts, privateResponse } from "./http/guards.ts";
import { authenticatePath, authenticateRoutes, sessionRoutes } from "./routes/authenticate.ts";
import { authorizeRoutes } from "./routes/authorize.ts";
import { controlRoutes } from "./control/operations.ts";
import { inboxRoutes } from "./routes/inbox.ts";
import { resourceRoutes } from "./routes/resources.ts";

/** All routes, behind the rules that hold for each of them. */
export function createApp(env: Environment): Hono {
  const app = new Hono();

  app.onError((error, c) => {
    if (error instanceof ApiError) return c.json(error.body, error.status);
    env.log(`${c.req.method} ${c.req.path} failed: ${error.message}`);
    return c.json({ message: "The local WorkOS failed; its log says why." }, 500);
  });
  app.notFound((c) =>
    c.json({ message: `The local WorkOS does not have ${c.req.method} ${c.req.path}.` }, 404),
  );

  app.use(privateResponse);
  app.use(onlyLoopbackHosts, limitedBody);
  app.use(async (c, next) => {
    if (c.req.path !== authenticatePath) await env.faults.meet(c.req.path, null);
    await next();
  });

  for (const routes of [
    inboxRoutes,
    authorizeRoutes,
    authenticateRoutes,
    sessionRoutes,
    resourceRoutes,
    controlRoutes,
  ]) {
    app.route("/", routes(env));
  }
  return app;
}
