import { Hono } from "hono";
import type { Environment } from "../environment.ts";
import { notFound } from "../http/errors.ts";
import { onlyOwnForms } from "../http/guards.ts";
import { followScript, inboxPage } from "../pages/inbox-page.ts";
import { contentSecurityPolicy } from "../pages/layout.ts";

/** The page at the root, on which a developer sees what happens. */
export function inboxRoutes(env: Environment): Hono {
  const app = new Hono();

  app.get("/", (c) => {
    c.header("Content-Security-Policy", contentSecurityPolicy([], followScript));
    c.header("Cross-Origin-Resource-Policy", "same-origin");
    // With no-referrer browsers would send the form with "Origin: null", see onlyOwnForms.
    c.header("Referrer-Policy", "same-origin");
    return c.html(inboxPage(env));
  });

  app.post("/inbox/resend", onlyOwnForms, async (c) => {
    const id = new URLSearchParams(await c.req.text()).get("delivery") ?? "";
    const delivery = env.deliveries.get(id);
    if (!delivery) throw notFound("Delivery", id);
    env.webhooks.resend(delivery);
    return c.redirect("/", 303);
  });

  return app;
}
