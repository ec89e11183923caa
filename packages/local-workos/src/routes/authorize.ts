import { Hono, type Context } from "hono";
import { deviceOf, onlyOwnForms } from "../http/guards.ts";
import { isEmail } from "../http/input.ts";
import type { User } from "../identity/objects.ts";
import { EmailTakenError } from "../identity/users.ts";
import { emailError, hostedPage, type HostedPage, type Typed } from "../pages/hosted-page.ts";
import { contentSecurityPolicy } from "../pages/layout.ts";
import { problemPage } from "../pages/problem-page.ts";
import type { Services } from "../services.ts";
import { readAuthorizationRequest, type AuthorizationRequest } from "./authorization-request.ts";

const path = "/user_management/authorize";

/** What came of a submitted page: someone who may go on, or an error to show. */
type Outcome = { user: User } | { status: 400 | 403; error: HostedPage["error"] };

/** The hosted pages, and the redirect back to the app with a code. */
export function authorizeRoutes(services: Services): Hono {
  const { options, users, actions, codes, settings } = services;
  const formTargets = [...options.configure.redirectUris, options.configure.appHomepageUrl];
  const policy = contentSecurityPolicy(formTargets);
  const app = new Hono();

  app.use(path, async (c, next) => {
    await next();
    c.header("Content-Security-Policy", policy);
    // With no-referrer browsers would send the form with "Origin: null", see onlyOwnForms.
    c.header("Referrer-Policy", "same-origin");
  });

  app.get(path, async (c) => {
    const request = readAuthorizationRequest(c.req.query(), options);
    if ("title" in request) return c.html(problemPage(request), 400);
    const { autoSignIn } = settings.values();
    const typed = { email: autoSignIn ?? request.loginHint, firstName: "", lastName: "" };
    if (autoSignIn === null) return show(c, request, typed);
    const outcome = await signIn(c, typed.email);
    return "user" in outcome
      ? redirectWithCode(c, request, outcome.user)
      : show(c, { ...request, screen: "sign-in" }, typed, outcome);
  });

  app.post(path, onlyOwnForms, async (c) => {
    const request = readAuthorizationRequest(c.req.query(), options);
    if ("title" in request) return c.html(problemPage(request), 400);
    const typed = typedIn(await c.req.parseBody());
    const outcome =
      request.screen === "sign-up" ? await signUp(c, typed) : await signIn(c, typed.email);
    return "user" in outcome
      ? redirectWithCode(c, request, outcome.user)
      : show(c, request, typed, outcome);
  });

  async function signIn(c: Context, email: string): Promise<Outcome> {
    if (!isEmail(email)) return invalidEmail;
    const user = users.byEmail(email);
    if (!user) {
      const signUpLink = { href: urlOf(c, "sign-up", email), label: "Sign up with this email" };
      return {
        status: 400,
        error: emailError(`There is no account with the email ${email}.`, signUpLink),
      };
    }
    const verdict = await actions.authentication(user, deviceOf(c));
    return verdict.allowed ? { user } : { status: 403, error: verdict.message };
  }

  async function signUp(c: Context, { email, firstName, lastName }: Typed): Promise<Outcome> {
    if (!isEmail(email)) return invalidEmail;
    const taken: Outcome = {
      status: 400,
      error: emailError(`There is already an account with the email ${email}.`, {
        href: urlOf(c, "sign-in", email),
        label: "Sign in with this email",
      }),
    };
    if (users.byEmail(email)) return taken;
    const person = { email, first_name: firstName || null, last_name: lastName || null };
    const verdict = await actions.registration(person, deviceOf(c));
    if (!verdict.allowed) return { status: 403, error: verdict.message };
    try {
      users.create({ ...person, email_verified: true });
    } catch (error) {
      // Someone else registered the email while the app was being asked.
      if (error instanceof EmailTakenError) return taken;
      throw error;
    }
    return signIn(c, email);
  }

  function redirectWithCode(c: Context, request: AuthorizationRequest, user: User): Response {
    const { redirectUri, codeChallenge, state } = request;
    const { clientId } = options;
    const code = codes.issue({ userId: user.id, clientId, redirectUri, codeChallenge });
    const target = new URL(redirectUri);
    target.searchParams.set("code", code);
    if (state !== undefined) target.searchParams.set("state", state);
    return c.redirect(target.href);
  }

  function show(
    c: Context,
    request: AuthorizationRequest,
    typed: Typed,
    refusal?: Exclude<Outcome, { user: User }>,
  ): Response | Promise<Response> {
    const page: HostedPage = {
      screen: request.screen,
      app: new URL(request.redirectUri).host,
      action: urlOf(c, request.screen),
      typed,
      people: services.people(),
      error: refusal?.error,
      otherScreen: urlOf(c, request.screen === "sign-up" ? "sign-in" : "sign-up"),
    };
    return c.html(hostedPage(page), refusal?.status ?? 200);
  }

  return app;
}

const invalidEmail: Outcome = {
  status: 400,
  error: "Enter an email address, such as ada@example.com.",
};

/** This request's URL for one of the two screens; everything else in the query stays. */
function urlOf(c: Context, screen: HostedPage["screen"], loginHint?: string): string {
  const query = new URL(c.req.url).searchParams;
  query.set("screen_hint", screen);
  if (loginHint) query.set("login_hint", loginHint);
  return `${path}?${query.toString()}`;
}

function typedIn(form: Record<string, unknown>): Typed {
  const text = (name: string) => {
    const value = form[name];
    return typeof value === "string" ? value.trim() : "";
  };
  return { email: text("email"), firstName: text("first_name"), lastName: text("last_name") };
}
