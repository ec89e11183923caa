import { Hono } from "hono";
import type { Environment } from "../environment.ts";
import { notFound } from "../http/errors.ts";
import { publicKeys } from "../identity/access-tokens.ts";
import { endSession } from "../identity/sessions.ts";
import { forgetSessionCookies } from "./authenticate.ts";

/** Sign-out, and the keys that access tokens are verified with. */
export function sessionRoutes(env: Environment): Hono {
  const { options, sessions, log } = env;
  const app = new Hono();

  // An unlisted address is ignored, as WorkOS does.
  app.get("/user_management/sessions/logout", (c) => {
    const session = sessions.get(c.req.query("session_id"));
    if (session) endSession(env, session);
    forgetSessionCookies(c);
    const home = env.homePage.url;
    const returnTo = c.req.query("return_to");
    if (returnTo === undefined) return c.redirect(home);
    const allowed = [home, ...(options.signOutUris ?? [])].map(normalized);
    if (allowed.includes(normalized(returnTo))) return c.redirect(returnTo);
    log(
      `Sign-out goes to the home page: ${JSON.stringify(returnTo)} is not a sign-out redirect of this environment.`,
    );
    return c.redirect(home);
  });

  app.get("/sso/jwks/:clientId", (c) => {
    const clientId = c.req.param("clientId");
    if (clientId !== options.clientId) throw notFound("Client", clientId);
    return c.json({ keys: publicKeys(env) });
  });

  return app;
}

/** "http://localhost:3000" and "http://localhost:3000/" are one address. */
function normalized(url: string): string {
  return URL.canParse(url) ? new URL(url).href : url;
}
