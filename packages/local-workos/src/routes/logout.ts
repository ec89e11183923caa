import { Hono } from "hono";
import type { Services } from "../services.ts";

/** Ends the session and returns to the app; an unlisted address is ignored, as WorkOS does. */
export function logoutRoutes({ options, sessions, log }: Services): Hono {
  const app = new Hono();
  const home = options.configure.appHomepageUrl;
  const allowed = new Set([home, ...(options.signOutUris ?? [])].map(normalized));

  app.get("/user_management/sessions/logout", (c) => {
    const session = sessions.get(c.req.query("session_id") ?? "");
    if (session) sessions.end(session);
    const returnTo = c.req.query("return_to");
    if (returnTo === undefined) return c.redirect(home);
    if (allowed.has(normalized(returnTo))) return c.redirect(returnTo);
    log(
      `Sign-out goes to the home page: ${JSON.stringify(returnTo)} is not a sign-out redirect of this environment.`,
    );
    return c.redirect(home);
  });

  return app;
}

/** "http://localhost:3000" and "http://localhost:3000/" are one address. */
function normalized(url: string): string {
  return URL.canParse(url) ? new URL(url).href : url;
}
