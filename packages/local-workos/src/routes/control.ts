import { Hono } from "hono";
import type { Settings, SettingValues } from "../control/settings.ts";
import { invalidParameter } from "../http/errors.ts";
import { noWebPages } from "../http/guards.ts";
import {
  jsonBody,
  optionalInteger,
  optionalString,
  requiredString,
  type Fields,
} from "../http/input.ts";
import { sameEmail } from "../identity/objects.ts";
import type { Delivery } from "../outgoing/webhooks.ts";
import type { Services } from "../services.ts";
import { authenticatePath } from "./authenticate.ts";

/** A delivery as the control API shows it. */
export type DeliveryReport = Pick<
  Delivery,
  "userId" | "email" | "attempts" | "status" | "lastResult"
> & { eventId: string; type: Delivery["event"]["event"] };

/** The control API: what tests need and WorkOS does not have. */
export function controlRoutes(services: Services): Hono {
  const { users, sessions, webhooks, settings, failures, store } = services;
  const app = new Hono().basePath("/_control");
  app.use(noWebPages);

  app.get("/settings", (c) => c.json(settings.values(c.req.query("email"))));

  app.patch("/settings", async (c) => {
    const body = await jsonBody(c);
    changeSettings(settings, body);
    return c.json(settings.values(optionalString(body, "email")));
  });

  app.get("/deliveries", (c) => {
    const email = c.req.query("email");
    const deliveries = store.deliveries.filter(
      (delivery) => !email || (delivery.email !== null && sameEmail(delivery.email, email)),
    );
    return c.json({ deliveries: deliveries.map(reportOf) });
  });

  app.post("/webhooks/hold", async (c) => {
    webhooks.hold(requiredString(await jsonBody(c), "email"));
    return c.body(null, 204);
  });

  app.post("/webhooks/release", async (c) => {
    webhooks.release(requiredString(await jsonBody(c), "email"));
    return c.body(null, 204);
  });

  app.post("/fail-next", async (c) => {
    const body = await jsonBody(c);
    const path = requiredString(body, "path");
    const email = optionalString(body, "email") ?? null;
    if (email !== null && path !== authenticatePath) {
      throw invalidParameter("email", `Only ${authenticatePath} can fail by person.`);
    }
    failures.set({
      path,
      email,
      count: optionalInteger(body, "count", [0, 1_000_000]) ?? 1,
      status: optionalInteger(body, "status", [400, 599]) ?? 503,
    });
    return c.body(null, 204);
  });

  app.post("/sessions/revoke", async (c) => {
    const user = users.byEmail(requiredString(await jsonBody(c), "email"));
    const active = user ? sessions.activeOf(user.id) : [];
    for (const session of active) sessions.end(session);
    return c.json({ revoked: active.length });
  });

  return app;
}

function changeSettings(settings: Settings, body: Fields): void {
  const values: Partial<SettingValues> = {};
  const lifetime = optionalInteger(body, "accessTokenLifetimeSeconds", [1, 86_400]);
  if (lifetime !== undefined) values.accessTokenLifetimeSeconds = lifetime;
  const delay = optionalInteger(body, "webhookDelayMs", [0, 600_000]);
  if (delay !== undefined) values.webhookDelayMs = delay;
  const email = optionalString(body, "email");
  if (email !== undefined) {
    if (body.autoSignIn !== undefined) {
      throw invalidParameter("autoSignIn", "autoSignIn cannot be set for one person.");
    }
    settings.changeFor(email, values);
    return;
  }
  if (body.autoSignIn !== undefined) values.autoSignIn = optionalString(body, "autoSignIn") ?? null;
  settings.change(values);
}

function reportOf({
  event,
  userId,
  email,
  attempts,
  status,
  lastResult,
}: Delivery): DeliveryReport {
  return { eventId: event.id, type: event.event, userId, email, attempts, status, lastResult };
}
