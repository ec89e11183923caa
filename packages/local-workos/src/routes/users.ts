import { Hono } from "hono";
import { ApiError, invalidParameter, notFound } from "../http/errors.ts";
import { bearerApiKey } from "../http/guards.ts";
import { jsonBody, requiredString, userInput } from "../http/input.ts";
import { listPage } from "../http/list.ts";
import { sameEmail, type User } from "../identity/objects.ts";
import { EmailTakenError } from "../identity/users.ts";
import type { Services } from "../services.ts";

const usersPath = "/user_management/users";
const revokePath = "/user_management/sessions/revoke";

/** The management API of users and their sessions; every request needs the API key. */
export function userRoutes({ options, users, sessions }: Services): Hono {
  const app = new Hono();
  const apiKey = bearerApiKey(options.apiKey);
  app.use(usersPath, apiKey);
  app.use(`${usersPath}/*`, apiKey);
  app.use(revokePath, apiKey);

  const existing = (id: string): User => {
    const user = users.get(id);
    if (!user) throw notFound("User", id);
    return user;
  };

  app.get(usersPath, (c) => {
    const email = c.req.query("email");
    const found = users.all().filter((user) => !email || sameEmail(user.email, email));
    return c.json(listPage(c, found));
  });

  app.post(usersPath, async (c) => {
    const input = userInput(await jsonBody(c));
    const { email } = input;
    if (email === undefined) throw invalidParameter("email", "email is required.");
    return c.json(
      withFreeEmail(() => users.create({ ...input, email }), createRefused),
      201,
    );
  });

  app.get(`${usersPath}/:id`, (c) => c.json(existing(c.req.param("id"))));

  app.put(`${usersPath}/:id`, async (c) => {
    const user = existing(c.req.param("id"));
    const input = userInput(await jsonBody(c));
    return c.json(withFreeEmail(() => users.update(user, input), updateRefused));
  });

  app.delete(`${usersPath}/:id`, (c) => {
    users.delete(existing(c.req.param("id")));
    return c.body(null, 200);
  });

  app.get(`${usersPath}/:id/sessions`, (c) => {
    const user = existing(c.req.param("id"));
    return c.json(listPage(c, sessions.activeOf(user.id)));
  });

  app.post(revokePath, async (c) => {
    const id = requiredString(await jsonBody(c), "session_id");
    const session = sessions.get(id);
    if (!session) throw notFound("Session", id);
    sessions.end(session);
    return c.json(session);
  });

  return app;
}

/** Runs a write; if the email is taken it answers with the given error. */
function withFreeEmail(
  write: () => User,
  taken: (message: string) => Record<string, unknown>,
): User {
  try {
    return write();
  } catch (error) {
    if (error instanceof EmailTakenError) throw new ApiError(400, taken(error.message));
    throw error;
  }
}

const createRefused = (message: string) => ({
  code: "user_creation_error",
  message: "Could not create user.",
  errors: [{ code: "email_not_available", message }],
});

const updateRefused = (message: string) => ({ code: "email_not_available", message });
