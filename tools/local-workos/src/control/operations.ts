import { setTimeout as sleep } from "node:timers/promises";
import { Hono } from "hono";
import { z } from "zod";
import type { Environment } from "../environment.ts";
import { localRefusal } from "../http/errors.ts";
import { bearerApiKey, noWebPages } from "../http/guards.ts";
import { readBody } from "../http/input.ts";
import { rotateSigningKey } from "../identity/access-tokens.ts";
import { emailSchema, userChangesSchema, userSchema } from "../identity/schemas.ts";
import { activeSessions, endSessions } from "../identity/sessions.ts";
import { startSignInAs } from "../identity/started-sign-ins.ts";
import { createUser, deleteUser, updateUser, userByEmail } from "../identity/users.ts";
import { authenticatePath } from "../routes/authenticate.ts";
import { eventNames, sameEmail, type User } from "../state/objects.ts";

const optionalEmail = emailSchema.nullish().transform((value) => value ?? undefined);
const expirable = z.enum(["codes", "refresh tokens", "sessions", "invitations"]);
const milliseconds = z.number().int().min(0).max(600_000);

const settingsSchema = z
  .strictObject({
    email: emailSchema,
    accessTokenLifetimeSeconds: z.number().int().min(1).max(86_400),
    accessTokenAgeSeconds: z.number().int().min(-86_400).max(86_400),
    webhookDelayMs: milliseconds,
    knowsSignOutUris: z.boolean(),
    autoSignIn: emailSchema.nullable(),
    initiateLoginUri: z.url().nullable(),
    issuerOrigin: z.url(),
  })
  .partial()
  .refine(({ email, autoSignIn }) => email === undefined || autoSignIn === undefined, {
    error: "autoSignIn cannot be set for one person",
  });

const faultSchema = z
  .strictObject({
    path: z.string(),
    email: emailSchema.optional(),
    /** 0 takes it back. */
    count: z.number().int().min(0).max(1_000_000).default(1),
    status: z.number().int().min(400).max(599).default(503),
    milliseconds: milliseconds.default(1_000),
  })
  .refine(({ path, email }) => !email || path === authenticatePath, {
    error: `email is for ${authenticatePath} only`,
  });

const deliveryFilterSchema = z.strictObject({
  email: emailSchema,
  type: z.enum(eventNames),
  status: z.enum(["held", "pending", "delivered", "failed", "dropped"]).default("delivered"),
});

const startSchema = z
  .strictObject({
    impersonator: z.strictObject({
      email: emailSchema,
      reason: z.string().nullable().default(null),
    }),
    organizationId: z.string(),
    redirectUri: z.url(),
  })
  .partial();

function operation<Args extends z.ZodType<unknown[]>, Result>(
  args: Args,
  run: (...args: z.output<Args>) => Result,
) {
  return { args, run };
}

/** What tests need and WorkOS does not have, by the name of the client's method. */
export function controlOperations(env: Environment) {
  const { clock, codes, deliveries, faults, invitations, refreshTokens, sessions, settings } = env;

  const existing = (user: User | undefined): User => {
    if (!user) throw localRefusal(404, "There is no such user.");
    return user;
  };
  const reports = (email: string | undefined) =>
    deliveries.all().flatMap(({ event: { id: eventId, event: type }, answer: _, ...delivery }) => {
      const isAbout = !email || (delivery.email !== null && sameEmail(delivery.email, email));
      return isAbout ? { ...delivery, eventId, type } : [];
    });

  return {
    settings: operation(z.tuple([settingsSchema]), ({ email, ...patch }) => {
      settings.change(patch, email);
      return settings.values(email);
    }),

    deliveries: operation(z.tuple([optionalEmail]), reports),

    waitForDelivery: operation(
      z.tuple([deliveryFilterSchema, milliseconds.default(5_000)]),
      async ({ email, type, status }, timeoutMs) => {
        for (const deadline = Date.now() + timeoutMs; ; await sleep(5)) {
          const found = reports(email).find((each) => each.type === type && each.status === status);
          if (found) return found;
          if (Date.now() < deadline) continue;
          throw localRefusal(408, `No ${type} for ${email} was ${status} in ${timeoutMs} ms.`);
        }
      },
    ),

    holdWebhooks: operation(z.tuple([optionalEmail]), (email) => env.webhooks.hold(email)),

    releaseWebhooks: operation(
      z.tuple([optionalEmail, z.array(z.string()).optional()]),
      (email, order) => env.webhooks.release(email, order),
    ),

    failNext: operation(z.tuple([faultSchema]), ({ path, email = null, count, status }) =>
      faults.set({ kind: "fail", path, email, count, value: status }),
    ),

    delayNext: operation(z.tuple([faultSchema]), ({ path, email = null, count, milliseconds }) =>
      faults.set({ kind: "delay", path, email, count, value: milliseconds }),
    ),

    revokeSessions: operation(z.tuple([emailSchema]), (email) => {
      const user = userByEmail(env, email);
      return user ? endSessions(env, user) : 0;
    }),

    expire: operation(z.tuple([expirable, emailSchema]), (what, email) => {
      const userId = userByEmail(env, email)?.id;
      const now = clock.iso();
      for (const row of what === "codes" ? codes.all() : []) {
        if (row.userId === userId) codes.put({ ...row, expiresAt: now });
      }
      for (const row of what === "refresh tokens" ? refreshTokens.all() : []) {
        const isTheirs = sessions.get(row.sessionId)?.user_id === userId;
        if (isTheirs) refreshTokens.put({ ...row, expiresAt: now });
      }
      for (const row of what === "sessions" ? activeSessions(env, userId ?? "") : []) {
        sessions.put({ ...row, status: "expired", expires_at: now });
      }
      for (const row of what === "invitations" ? invitations.all() : []) {
        if (sameEmail(row.email, email)) invitations.put({ ...row, expires_at: now });
      }
    }),

    rotateSigningKey: operation(z.tuple([]), async () => (await rotateSigningKey(env)).id),

    moveClock: operation(z.tuple([z.number().int()]), (by) => {
      clock.move(by);
      return clock.iso();
    }),

    startSignIn: operation(z.tuple([emailSchema, startSchema.optional()]), (email, options) =>
      startSignInAs(env, existing(userByEmail(env, email)), options),
    ),

    createUser: operation(z.tuple([userSchema]), (input) => createUser(env, input)),
    updateUser: operation(z.tuple([z.string(), userChangesSchema]), (id, input) =>
      updateUser(env, existing(env.users.get(id)), input),
    ),
    deleteUser: operation(z.tuple([z.string()]), (id) =>
      deleteUser(env, existing(env.users.get(id))),
    ),
    findUserByEmail: operation(z.tuple([emailSchema]), (email) => userByEmail(env, email)),
  };
}

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
