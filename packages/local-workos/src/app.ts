import { Hono } from "hono";
import { answerError, ApiError, injectedFailure } from "./http/errors.ts";
import { onlyLoopbackHosts, privateResponse } from "./http/guards.ts";
import { authenticatePath, authenticateRoutes } from "./routes/authenticate.ts";
import { authorizeRoutes } from "./routes/authorize.ts";
import { controlRoutes } from "./routes/control.ts";
import { jwksRoutes } from "./routes/jwks.ts";
import { logoutRoutes } from "./routes/logout.ts";
import { userRoutes } from "./routes/users.ts";
import type { Services } from "./services.ts";

/** All routes, behind the rules that hold for each of them. */
export function createApp(services: Services): Hono {
  const { failures, log } = services;
  const app = new Hono();

  app.onError((error, c) => {
    if (error instanceof ApiError) return answerError(c, error);
    log(`${c.req.method} ${c.req.path} failed: ${error.message}`);
    return c.json({ message: "The local WorkOS failed; its log says why." }, 500);
  });
  app.notFound((c) =>
    c.json({ message: `The local WorkOS does not have ${c.req.method} ${c.req.path}.` }, 404),
  );

  app.use(privateResponse);
  app.use(onlyLoopbackHosts);
  app.use(async (c, next) => {
    const status = c.req.path === authenticatePath ? undefined : failures.take(c.req.path, null);
    if (status !== undefined) throw injectedFailure(status);
    await next();
  });

  for (const routes of [
    authorizeRoutes,
    authenticateRoutes,
    logoutRoutes,
    jwksRoutes,
    userRoutes,
    controlRoutes,
  ]) {
    app.route("/", routes(services));
  }
  return app;
}
