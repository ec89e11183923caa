import type { Hono } from "hono";
import { identityOf } from "./api.ts";
import type { Deployment } from "./deployment.ts";
import { requestPrefix } from "./function-failure.ts";
import { createHttpApp } from "./http-app.ts";
import { ANONYMOUS } from "./identity.ts";

/** Serves the HTTP actions of a deployment. */
export function createSite(deployment: Deployment): Hono {
  const app = createHttpApp();
  app.all("*", async (c) => {
    // The header may be none of Convex's business: an API key that the action checks itself.
    const credentials = c.req.header("authorization");
    const identity = await identityOf(deployment, credentials).catch(() => ANONYMOUS);
    const served = await deployment.engine.serveHttp(identity, c.req.raw);
    if (!served) return c.text("This Convex deployment does not have HTTP actions enabled.", 404);
    if ("response" in served) return served.response;
    const { message, errorData } = served.failure;
    const [summary = ""] = message.split("\n");
    const code = `${requestPrefix()} Server Error: ${summary}`;
    return c.json({ code, trace: message, data: errorData }, 500);
  });
  return app;
}
