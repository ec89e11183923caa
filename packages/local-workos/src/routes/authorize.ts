import { Hono, type Context } from "hono";
import type { Environment } from "../environment.ts";
import { ApiError } from "../http/errors.ts";
import { deviceOf, onlyOwnForms } from "../http/guards.ts";
import { emailSchema } from "../http/input.ts";
import { accept } from "../identity/invitations.ts";
import { choiceOf, choicesOf, type Chosen } from "../identity/organizations.ts";
import { issueCode } from "../identity/sessions.ts";
import { createUser, userByEmail } from "../identity/users.ts";
import { askAuthentication, askRegistration } from "../outgoing/actions.ts";
import { chooserPage, emailError, hostedPage, problemPage } from "../pages/hosted-page.ts";
import type { Typed } from "../pages/hosted-page.ts";
import { contentSecurityPolicy, type Markup } from "../pages/layout.ts";
import { sameEmail, type User } from "../state/objects.ts";
import { markCredentials } from "./authenticate.ts";
import { readAuthorizationRequest, type AuthorizationRequest } from "./authorization-request.ts";

const path = "/user_management/authorize";

/** What came of a submitted page: someone who may go on, a choice to make, or an error to show. */
type Outcome =
  | { user: User; organizationId: string | undefined }
  | { choices: Chosen[] }
  | { status: 400 | 403; error: Markup | string };

const invalidEmail: Outcome = {
  status: 400,
  error: "Enter an email address, such as ada@example.com.",
};

/** The hosted pages, and the redirect back to the app with a code. */
export function authorizeRoutes(env: Environment): Hono {
  const app = new Hono();

  app.use(path, async (c, next) => {
    await next();
    const formTargets = [...env.redirectUris.all().map(({ uri }) => uri), env.homePage.url];
    c.header("Content-Security-Policy", contentSecurityPolicy({ formTargets }));
    // With no-referrer browsers would send the form with "Origin: null", see onlyOwnForms.
    c.header("Referrer-Policy", "same-origin");
  });

  app.get(path, async (c) => {
    const request = readAuthorizationRequest(c.req.query(), env);
    if ("title" in request) return c.html(problemPage(request), 400);
    const { autoSignIn } = env.settings.values();
    const email = autoSignIn ?? request.loginHint;
    const typed = { email, firstName: "", lastName: "", organizationId: "" };
    if (autoSignIn === null) return show(c, request, typed);
    return answer(c, { ...request, screen: "sign-in" }, typed, await signIn(c, request, typed));
  });

  app.post(path, onlyOwnForms, async (c) => {
    const request = readAuthorizationRequest(c.req.query(), env);
    if ("title" in request) return c.html(problemPage(request), 400);
    const typed = typedIn(await c.req.parseBody());
    const enter = request.screen === "sign-up" ? signUp : signIn;
    return answer(c, request, typed, await enter(c, request, typed));
  });

  async function signIn(c: Context, request: AuthorizationRequest, typed: Typed): Promise<Outcome> {
    const { email } = typed;
    if (!emailSchema.safeParse(email).success) return invalidEmail;
    const user = userByEmail(env, email);
    if (!user) {
      const signUpLink = { href: urlOf(c, "sign-up", email), label: "Sign up with this email" };
      const error = emailError(`There is no account with the email ${email}.`, signUpLink);
      return { status: 400, error };
    }
    const { invitation, organization: asked } = request;
    const forSomeoneElse = refusedInvitation(request, email);
    if (forSomeoneElse) return forSomeoneElse;
    let chosen: Partial<Chosen> | undefined = choiceOf(env, user.id, asked?.id);
    if (asked && !chosen) {
      // By accepting the invitation they become a member.
      if (!invitation) return { status: 403, error: `${email} is not a member of ${asked.name}.` };
      chosen = { organization: asked };
    }
    if (!asked) {
      const choices = choicesOf(env, user.id);
      const picked = choices.find(({ organization }) => organization.id === typed.organizationId);
      if (choices.length > 1 && !picked) return { choices };
      chosen = picked ?? choices[0];
    }
    const verdict = await askAuthentication(env, user, chosen, deviceOf(c));
    if (!verdict.allowed) return { status: 403, error: verdict.message };
    if (invitation) accept(env, invitation, user);
    return { user, organizationId: chosen?.organization?.id };
  }

  async function signUp(c: Context, request: AuthorizationRequest, typed: Typed): Promise<Outcome> {
    const { email, firstName, lastName } = typed;
    if (!emailSchema.safeParse(email).success) return invalidEmail;
    const taken = (): Outcome => {
      const signInLink = { href: urlOf(c, "sign-in", email), label: "Sign in with this email" };
      const error = emailError(`There is already an account with the email ${email}.`, signInLink);
      return { status: 400, error };
    };
    if (userByEmail(env, email)) return taken();
    const forSomeoneElse = refusedInvitation(request, email);
    if (forSomeoneElse) return forSomeoneElse;
    const person = { email, first_name: firstName || null, last_name: lastName || null };
    const verdict = await askRegistration(env, person, request.invitation, deviceOf(c));
    if (!verdict.allowed) return { status: 403, error: verdict.message };
    try {
      createUser(env, { ...person, email_verified: true });
    } catch (error) {
      // Someone else registered the email while the app was being asked.
      if (error instanceof ApiError) return taken();
      throw error;
    }
    return signIn(c, request, typed);
  }

  function answer(
    c: Context,
    request: AuthorizationRequest,
    typed: Typed,
    outcome: Outcome,
  ): Response | Promise<Response> {
    if ("error" in outcome) return show(c, request, typed, outcome);
    if ("choices" in outcome) {
      const { choices } = outcome;
      const action = urlOf(c, "sign-in");
      return c.html(chooserPage({ app: appOf(request), action, email: typed.email, choices }));
    }
    const { redirectUri, codeChallenge, state } = request;
    const { user, organizationId } = outcome;
    const target = new URL(redirectUri);
    const grant = { userId: user.id, organizationId, redirectUri, codeChallenge };
    target.searchParams.set("code", issueCode(env, grant));
    if (state !== undefined) target.searchParams.set("state", state);
    markCredentials(c);
    return c.redirect(target.href);
  }

  function show(
    c: Context,
    request: AuthorizationRequest,
    typed: Typed,
    refusal?: Extract<Outcome, { error: unknown }>,
  ): Response | Promise<Response> {
    const { screen, invitation, organization } = request;
    const page = hostedPage({
      screen,
      app: appOf(request),
      joining: invitation && organization?.name,
      action: urlOf(c, screen),
      typed,
      people: invitation ? [] : env.people(),
      error: refusal?.error,
      otherScreen: invitation ? null : urlOf(c, screen === "sign-up" ? "sign-in" : "sign-up"),
    });
    return c.html(page, refusal?.status ?? 200);
  }

  return app;
}

function refusedInvitation(
  { invitation }: AuthorizationRequest,
  email: string,
): Outcome | undefined {
  if (!invitation || sameEmail(invitation.email, email)) return undefined;
  return { status: 403, error: `This invitation is for ${invitation.email}.` };
}

/** Host of the app that the person continues to. */
function appOf({ redirectUri }: AuthorizationRequest): string {
  return new URL(redirectUri).host;
}

/** This request's URL for one of the two screens; everything else in the query stays. */
function urlOf(c: Context, screen: AuthorizationRequest["screen"], loginHint?: string): string {
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
  return {
    email: text("email"),
    firstName: text("first_name"),
    lastName: text("last_name"),
    organizationId: text("organization_id"),
  };
}
