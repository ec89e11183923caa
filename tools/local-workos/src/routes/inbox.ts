import { Hono } from "hono";
import type { Environment } from "../environment.ts";
import { notFound } from "../http/errors.ts";
import { onlyOwnForms } from "../http/guards.ts";
import { startSignInAs } from "../identity/started-sign-ins.ts";
import { followScript, inboxPage } from "../pages/inbox-page.ts";
import { contentSecurityPolicy } from "../pages/layout.ts";
import { formTargets } from "./authorize.ts";

/** Who impersonates from the inbox. */
const impersonator = { email: "support@example.com", reason: "Started in the inbox." };

/** The page at the root, on which a developer sees what happens. */
export function inboxRoutes(env: Environment): Hono {
  const app = new Hono();

  app.get("/", (c) => {
    c.header("Content-Security-Policy", contentSecurityPolicy(formTargets(env), followScript));
    c.header("Cross-Origin-Resource-Policy", "same-origin");
    // With no-referrer browsers would send the form with "Origin: null", see onlyOwnForms.
    c.header("Referrer-Policy", "same-origin");
    return c.html(inboxPage(env));
  });

  app.post("/inbox/impersonate", onlyOwnForms, async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const id = form.get("user") ?? "";
    const user = env.users.get(id);
    if (!user) throw notFound("User", id);
    const organizationId = form.get("organization") || undefined;
    return c.redirect(startSignInAs(env, user, { impersonator, organizationId }), 303);
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
