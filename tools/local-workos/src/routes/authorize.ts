import { Hono, type Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { html } from "hono/html";
import type { Environment } from "../environment.ts";
import { deviceOf, onlyOwnForms } from "../http/guards.ts";
import { emailSchema } from "../identity/schemas.ts";
import { accept } from "../identity/invitations.ts";
import { choiceOf, choicesOf, type Chosen } from "../identity/organizations.ts";
import { issueCode } from "../identity/sessions.ts";
import {
  startedLifetimeMs,
  startedPath,
  startedSignIn,
  startSignIn,
  takeStartedSignIn,
} from "../identity/started-sign-ins.ts";
import { createUser, userByEmail } from "../identity/users.ts";
import { askAuthentication, askRegistration } from "../outgoing/actions.ts";
import { chooserPage, hostedPage, problemPage } from "../pages/hosted-page.ts";
import type { Typed } from "../pages/hosted-page.ts";
import { contentSecurityPolicy, type Markup } from "../pages/layout.ts";
import { sameEmail, type Impersonator, type User } from "../state/objects.ts";
import { beginSignIn, noteStep } from "../state/sign-ins.ts";
import { markCredentials } from "./authenticate.ts";
import { readAuthorizationRequest, type AuthorizationRequest } from "./authorization-request.ts";

const path = "/user_management/authorize";
const startedCookie = "local-workos-started";
const startedScope = { path, httpOnly: true, sameSite: "Lax" } as const;
const noTyped: Typed = { email: "", firstName: "", lastName: "", organizationId: "" };
const endedProblem = {
  title: "This sign-in has ended",
  message: "It was used already, or is older than a minute. Start it again.",
  details: [],
};

/** Someone who may go on to the app. */
type Accepted = {
  signInId: string;
  user: User;
  organizationId: string | undefined;
  impersonator?: Impersonator;
};

/** What came of a submitted page: someone who may go on, a choice to make, or an error to show. */
type Outcome = Accepted | { choices: Chosen[] } | { status: 400 | 403; error: Markup | string };

/** The hosted pages, and the redirect back to the app with a code. */
export function authorizeRoutes(env: Environment): Hono {
  const app = new Hono();

  app.use(path, async (c, next) => {
    await next();
    c.header("Content-Security-Policy", contentSecurityPolicy(formTargets(env)));
    // With no-referrer browsers would send the form with "Origin: null", see onlyOwnForms.
    c.header("Referrer-Policy", "same-origin");
  });

  app.get(path, async (c) => {
    const request = readAuthorizationRequest(c.req.query(), env);
    if ("title" in request) return c.html(problemPage(request), 400);
    const started = startedOutcome(c, request);
    if (started) return answer(c, request, noTyped, started);
    const { autoSignIn } = env.settings.values();
    const email = autoSignIn ?? request.loginHint;
    const typed = { ...noTyped, email };
    if (autoSignIn === null) return show(c, request, typed);
    const signIn = { ...request, screen: "sign-in" as const };
    return answer(c, signIn, typed, await enter(c, signIn, typed));
  });

  /** Continues a sign-in that started here, at the app. */
  app.get(startedPath, (c) => {
    const token = c.req.query("token") ?? "";
    const started = startedSignIn(env, token);
    const user = env.users.get(started?.userId);
    if (!started || !user) return c.html(problemPage(endedProblem), 400);
    const { initiateLoginUri } = env.settings.values(user.email);
    if (initiateLoginUri !== null) {
      setCookie(c, startedCookie, token, { ...startedScope, maxAge: startedLifetimeMs / 1000 });
      return c.redirect(initiateLoginUri);
    }
    takeStartedSignIn(env, token);
    const request = {
      ...started,
      state: undefined,
      codeChallenge: undefined,
    };
    return redirectWithCode(c, request, { ...started, user, signInId: noteStarted(started, user) });
  });

  app.post(path, onlyOwnForms, async (c) => {
    const request = readAuthorizationRequest(c.req.query(), env);
    if ("title" in request) return c.html(problemPage(request), 400);
    const form = new URLSearchParams(await c.req.text());
    const text = (name: string) => form.get(name)?.trim() ?? "";
    const names = { firstName: text("first_name"), lastName: text("last_name") };
    const typed = { email: text("email"), organizationId: text("organization_id"), ...names };
    return answer(c, request, typed, await enter(c, request, typed));
  });

  /** What was started here before the app was asked to start it; good once. */
  function startedOutcome(c: Context, { organization }: AuthorizationRequest): Outcome | undefined {
    const token = getCookie(c, startedCookie);
    if (token === undefined) return undefined;
    deleteCookie(c, startedCookie, startedScope);
    const started = takeStartedSignIn(env, token);
    const user = env.users.get(started?.userId);
    if (!started || !user) return undefined;
    const organizationId = organization?.id ?? started.organizationId;
    if (organizationId !== undefined && !choiceOf(env, user.id, organizationId)) return undefined;
    const { impersonator } = started;
    return { signInId: noteStarted(started, user), user, organizationId, impersonator };
  }

  function noteStarted({ impersonator }: Pick<Accepted, "impersonator">, { email }: User): string {
    const detail = impersonator ? `impersonated by ${impersonator.email}` : "continued from WorkOS";
    return beginSignIn(env, email, detail);
  }

  /** Signs a person in, or up first. */
  async function enter(c: Context, request: AuthorizationRequest, typed: Typed): Promise<Outcome> {
    const { screen, invitation, organization: asked } = request;
    const { email, firstName, lastName } = typed;
    if (!emailSchema.safeParse(email).success) {
      return { status: 400, error: "Enter an email address, such as ada@example.com." };
    }
    const isSignUp = screen === "sign-up";
    const wrongScreen = (): Outcome => ({
      status: 400,
      error: isSignUp
        ? html`There is already an account with the email ${email}.
            <a href="${urlOf(c, "sign-in", email)}">Sign in with this email</a>`
        : html`There is no account with the email ${email}.
            <a href="${urlOf(c, "sign-up", email)}">Sign up with this email</a>`,
    });
    let user = userByEmail(env, email);
    if (isSignUp === (user !== undefined)) return wrongScreen();
    if (invitation && !sameEmail(invitation.email, email)) {
      return { status: 403, error: `This invitation is for ${invitation.email}.` };
    }

    const signInId = beginSignIn(env, email, `${screen} to ${appOf(request)}`);
    const note = noteStep.bind(undefined, env, signInId);
    const refused = (name: "registration" | "authentication", error: string): Outcome => {
      note(name, "denied", error);
      return { status: 403, error };
    };

    if (!user) {
      const person = { email, first_name: firstName || null, last_name: lastName || null };
      const verdict = await askRegistration(env, person, invitation, deviceOf(c));
      if (!verdict.allowed) return refused("registration", verdict.message);
      if (env.options.actionEndpoint) note("registration", "allowed", "");
      // Someone else may have registered the email while the app was being asked.
      if (userByEmail(env, email)) return wrongScreen();
      user = createUser(env, { ...person, email_verified: true });
    }

    const choices = choicesOf(env, user.id);
    const wanted = asked?.id ?? typed.organizationId;
    const only = !asked && choices.length === 1 ? choices[0] : undefined;
    const chosen = choices.find(({ organization }) => organization.id === wanted) ?? only;
    if (!asked && !chosen && choices.length > 1) {
      // It begins anew with what they choose.
      env.signIns.delete(signInId);
      return { choices };
    }
    // By accepting an invitation they become a member.
    if (asked && !chosen && !invitation) {
      return refused("authentication", `${email} is not a member of ${asked.name}.`);
    }
    const context = { organization: asked, ...chosen };
    const verdict = await askAuthentication(env, user, context, deviceOf(c));
    if (!verdict.allowed) return refused("authentication", verdict.message);
    if (env.options.actionEndpoint) note("authentication", "allowed", "");
    if (invitation) accept(env, invitation, user);
    return { signInId, user, organizationId: context.organization?.id };
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
    if (!isFromApp(request)) {
      const { clientId, redirectUri } = request;
      const { user, organizationId } = outcome;
      const signIn = { userId: user.id, organizationId, clientId, redirectUri };
      return c.redirect(startSignIn(env, signIn));
    }
    return redirectWithCode(c, request, outcome);
  }

  function redirectWithCode(
    c: Context,
    request: Pick<AuthorizationRequest, "clientId" | "redirectUri" | "codeChallenge" | "state">,
    { signInId, user, organizationId, impersonator }: Accepted,
  ): Response {
    const { clientId, redirectUri, codeChallenge, state } = request;
    const target = new URL(redirectUri);
    const device = deviceOf(c);
    const by = impersonator && { impersonator };
    const to = { clientId, redirectUri, codeChallenge, device, signInId };
    const grant = { userId: user.id, organizationId, ...to, ...by };
    target.searchParams.set("code", issueCode(env, grant));
    noteStep(env, signInId, "code", "done", `to ${target.origin}${target.pathname}`);
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

/** Where a form of ours may lead: browsers also check the redirects after it. */
export function formTargets(env: Environment): string[] {
  const { initiateLoginUri } = env.settings.values();
  const uris = env.redirectUris.all().map(({ uri }) => uri);
  return [...uris, env.homePage.url, ...(initiateLoginUri === null ? [] : [initiateLoginUri])];
}

/** Links of invitations were made here: no app has started them, and none would take their code. */
function isFromApp({ state, codeChallenge, invitation }: AuthorizationRequest): boolean {
  return invitation === undefined || state !== undefined || codeChallenge !== undefined;
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
