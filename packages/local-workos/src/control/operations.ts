import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Environment } from "../environment.ts";
import { localRefusal } from "../http/errors.ts";
import { emailSchema } from "../http/input.ts";
import { rotateSigningKey } from "../identity/access-tokens.ts";
import { activeSessions, endSessions } from "../identity/sessions.ts";
import { createUser, deleteUser, updateUser, userByEmail } from "../identity/users.ts";
import { authenticatePath } from "../routes/authenticate.ts";
import { userChangesSchema, userSchema } from "../routes/schemas.ts";
import { eventNames, sameEmail, type User } from "../state/objects.ts";

const optionalEmail = emailSchema.nullish().transform((value) => value ?? undefined);
const milliseconds = z.number().int().min(0).max(600_000);

const settingsSchema = z
  .strictObject({
    email: emailSchema,
    accessTokenLifetimeSeconds: z.number().int().min(1).max(86_400),
    webhookDelayMs: milliseconds,
    autoSignIn: emailSchema.nullable(),
  })
  .partial()
  .refine(({ email, autoSignIn }) => email === undefined || autoSignIn === undefined, {
    error: "autoSignIn cannot be set for one person",
  });

const faultFields = {
  path: z.string(),
  email: optionalEmail,
  /** 0 takes it back. */
  count: z.number().int().min(0).max(1_000_000).default(1),
};
const onlyAuthenticateByPerson = {
  check: ({ path, email }: { path: string; email?: string }) => !email || path === authenticatePath,
  message: `email is for ${authenticatePath} only`,
};

const deliveryFilterSchema = z.strictObject({
  email: emailSchema,
  type: z.enum(eventNames),
  status: z.enum(["held", "pending", "delivered", "failed", "dropped"]).default("delivered"),
});

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
    /** Changes settings for everybody, or with `email` for one person; returns what holds then. */
    settings: operation(z.tuple([settingsSchema]), ({ email, ...patch }) => {
      settings.change(patch, email);
      return settings.values(email);
    }),

    /** Webhook deliveries in the order of their events, of one person if an email is given. */
    deliveries: operation(z.tuple([optionalEmail]), reports),

    /** The first delivery that matches, once there is one; refused after 5 s, or so many ms. */
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

    /** Keeps back the webhooks of a person, even before the person exists, or of everybody. */
    holdWebhooks: operation(z.tuple([optionalEmail]), (email) => env.webhooks.hold(email)),

    /**
     * Lets go what was held: in the order of the events, or those with the named ids or types in the
     * named order. One that is named twice is delivered twice; one that is not named is dropped.
     */
    releaseWebhooks: operation(
      z.tuple([optionalEmail, z.array(z.string()).optional()]),
      (email, order) => env.webhooks.release(email, order),
    ),

    /** Answers the next requests of a path with a status, and uses nothing up. */
    failNext: operation(
      z.tuple([
        z
          .strictObject({ ...faultFields, status: z.number().int().min(400).max(599).default(503) })
          .refine(onlyAuthenticateByPerson.check, onlyAuthenticateByPerson.message),
      ]),
      ({ status, email = null, ...fault }) =>
        faults.set({ ...fault, email, kind: "fail", value: status }),
    ),

    /** Answers the next requests of a path after so many milliseconds. */
    delayNext: operation(
      z.tuple([
        z
          .strictObject({ ...faultFields, milliseconds })
          .refine(onlyAuthenticateByPerson.check, onlyAuthenticateByPerson.message),
      ]),
      ({ milliseconds: value, email = null, ...fault }) =>
        faults.set({ ...fault, email, kind: "delay", value }),
    ),

    /** Ends all sessions of a person; returns how many there were. */
    revokeSessions: operation(z.tuple([emailSchema]), (email) => {
      const user = userByEmail(env, email);
      return user ? endSessions(env, user) : 0;
    }),

    /** Makes the codes of a person expire now. */
    expireCodes: operation(z.tuple([emailSchema]), (email) => {
      const { id } = existing(userByEmail(env, email));
      for (const code of codes.all()) {
        if (code.userId === id) codes.put({ ...code, expiresAt: clock.iso() });
      }
    }),

    /** Makes the refresh tokens of a person expire now. */
    expireRefreshTokens: operation(z.tuple([emailSchema]), (email) => {
      const { id } = existing(userByEmail(env, email));
      for (const token of refreshTokens.all()) {
        if (sessions.get(token.sessionId)?.user_id !== id) continue;
        refreshTokens.put({ ...token, expiresAt: clock.iso() });
      }
    }),

    /** Makes the sessions of a person expire now. */
    expireSessions: operation(z.tuple([emailSchema]), (email) => {
      const { id } = existing(userByEmail(env, email));
      for (const session of activeSessions(env, id)) {
        sessions.put({ ...session, status: "expired", expires_at: clock.iso() });
      }
    }),

    /** Makes the invitations of a person expire now. */
    expireInvitations: operation(z.tuple([emailSchema]), (email) => {
      for (const invitation of invitations.all()) {
        if (!sameEmail(invitation.email, email)) continue;
        invitations.put({ ...invitation, expires_at: clock.iso() });
      }
    }),

    /** Replaces the signing key: no token from before verifies. Returns the new key's id. */
    rotateSigningKey: operation(z.tuple([]), async () => (await rotateSigningKey(env)).id),

    /** Moves the environment's clock by so many milliseconds; returns what time it is then. */
    moveClock: operation(z.tuple([z.number().int()]), (by) => {
      clock.move(by);
      return clock.iso();
    }),

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
