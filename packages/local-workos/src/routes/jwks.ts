import { Hono } from "hono";
import { notFound } from "../http/errors.ts";
import { publicKey } from "../identity/access-tokens.ts";
import type { Services } from "../services.ts";

/** The key that access tokens are verified with. */
export function jwksRoutes({ options, store }: Services): Hono {
  const app = new Hono();
  app.get("/sso/jwks/:clientId", (c) => {
    const clientId = c.req.param("clientId");
    if (clientId !== options.clientId) throw notFound("Client", clientId);
    return c.json({ keys: [publicKey(store.signingKey)] });
  });
  return app;
}
