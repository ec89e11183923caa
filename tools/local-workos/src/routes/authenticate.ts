import { Hono, type Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { z } from "zod";
import type { Environment } from "../environment.ts";
import { ApiError, localRefusal, notFound, oauthError, refuse } from "../http/errors.ts";
import { corsFor, deviceOf } from "../http/guards.ts";
import { readBody } from "../http/input.ts";
import { publicKeys, signAccessToken } from "../identity/access-tokens.ts";
import { choiceOf, choicesOf } from "../identity/organizations.ts";
import { isPasswordOf } from "../identity/passwords.ts";
import {
  endSession,
  exchangeRefreshToken,
  issueRefreshToken,
  redeemCode,
  sessionOfToken,
  startSession,
} from "../identity/sessions.ts";
import { userByEmail } from "../identity/users.ts";
import { askAuthentication } from "../outgoing/actions.ts";
import { equalSecrets, hashOf } from "../outgoing/signature.ts";
import type { Session } from "../state/objects.ts";
import { noteStep } from "../state/sign-ins.ts";

/** Fails by person when the control API asks for it: only this route knows whom it serves. */
export const authenticatePath = "/user_management/authenticate";

/** Holds the refresh token of a SPA in cookie mode, out of its scripts' reach. */
const refreshCookie = "workos-refresh-token";
/** Tells authkit-js, which reads it, that there is a session to refresh. */
const hasSessionCookie = "workos-has-session";
/** Comes back only with requests that have credentials: those of a SPA in cookie mode. */
const credentialsCookie = "local-workos-credentials";
const cookieScope = { path: authenticatePath, httpOnly: true, sameSite: "Lax" } as const;

const bodySchema = z.object({
  grant_type: z.string().optional(),
  client_id: z.string().optional(),
  client_secret: z.string().nullish(),
  code: z.string().nullish(),
  code_verifier: z.string().nullish(),
  redirect_uri: z.string().nullish(),
  refresh_token: z.string().nullish(),
  organization_id: z.string().nullish(),
  email: z.string().nullish(),
  password: z.string().nullish(),
  ip_address: z.string().nullish(),
  user_agent: z.string().nullish(),
});
type Body = z.infer<typeof bodySchema>;
type Client = { clientId: string; isConfidential: boolean };

/** The token endpoint: exchanges a code, a refresh token or a password for a session's tokens. */
export function authenticateRoutes(env: Environment): Hono {
  const { options, users, settings, faults, log } = env;
  const app = new Hono();

  const isListed = (origin: string) => env.corsOrigins.all().some((each) => each.origin === origin);
  app.use(authenticatePath, corsFor(isListed, log));

  app.post(authenticatePath, async (c) => {
    const body = await readBody(c, bodySchema);
    const { clientId, isConfidential } = authenticateClient(body);
    const cookie = getCookie(c, credentialsCookie) ?? getCookie(c, refreshCookie);
    const usesCookies = !isConfidential && cookie !== undefined;
    if (usesCookies && c.req.header("origin") === undefined) {
      throw localRefusal(403, "A request with cookies must come from a page of a listed origin.");
    }
    const client = { clientId, isConfidential };
    const cookieToken = usesCookies ? getCookie(c, refreshCookie) : undefined;
    const session = await grant(c, body, client, cookieToken);
    const user = users.get(session.user_id);
    if (!user) throw oauthError("invalid_grant", "The user no longer exists.");
    const chosen = choiceOf(env, user.id, session.organization_id);
    const refreshToken = issueRefreshToken(env, clientId, session);
    if (usesCookies) {
      const expires = new Date(session.expires_at);
      setCookie(c, refreshCookie, refreshToken, { ...cookieScope, expires });
      setCookie(c, hasSessionCookie, clientId, { path: "/", sameSite: "Lax", expires });
    }
    return c.json({
      user,
      ...(chosen && { organization_id: chosen.organization.id }),
      access_token: await signAccessToken(
        env,
        clientId,
        session,
        chosen,
        settings.values(user.email),
      ),
      ...(!usesCookies && { refresh_token: refreshToken }),
      authentication_method: session.impersonator ? "Impersonation" : "Password",
      ...(session.impersonator && { impersonator: session.impersonator }),
    });
  });

  /** Confidential clients prove themselves with the API key; public ones use PKCE instead. */
  function authenticateClient({ client_id: clientId, client_secret: secret }: Body): Client {
    if (clientId === undefined || !env.clientIds.includes(clientId)) {
      throw oauthError("invalid_client", "Invalid client ID.");
    }
    if (secret == null) return { clientId, isConfidential: false };
    if (equalSecrets(secret, options.apiKey)) return { clientId, isConfidential: true };
    throw oauthError("invalid_client", "Invalid client secret.");
  }

  function grant(c: Context, body: Body, client: Client, cookieToken: string | undefined) {
    if (body.grant_type === "authorization_code") return codeGrant(body, client);
    if (body.grant_type === "refresh_token") return refreshGrant(body, client, cookieToken);
    if (body.grant_type === "password") return passwordGrant(c, body, client);
    throw oauthError("invalid_request", `Unsupported grant_type: ${body.grant_type}.`);
  }

  async function codeGrant(body: Body, client: Client): Promise<Session> {
    const signInId = env.codes.get(hashOf(body.code ?? ""))?.signInId ?? "";
    try {
      const session = await exchangeCode(body, client);
      noteStep(env, signInId, "token", "done", `by ${client.clientId}`);
      const signIn = env.signIns.get(signInId);
      if (signIn) env.signIns.put({ ...signIn, sessionId: session.id });
      return session;
    } catch (error) {
      const why = error instanceof ApiError ? error.body.error : error;
      noteStep(env, signInId, "token", "denied", String(why));
      throw error;
    }
  }

  async function exchangeCode(body: Body, { clientId, isConfidential }: Client): Promise<Session> {
    const code = body.code ?? "";
    // Before anything is used up, so that the same request can succeed when it is retried.
    const owner = users.get(env.codes.get(hashOf(code))?.userId);
    await faults.meet(authenticatePath, owner?.email ?? null);
    const issued = redeemCode(env, code);
    const user = users.get(issued?.userId);
    const isTheirs = issued?.clientId === clientId;
    if (!isTheirs || !user || (body.redirect_uri ?? issued.redirectUri) !== issued.redirectUri) {
      throw oauthError("invalid_grant", `The code '${code}' has expired or is invalid.`);
    }
    const { codeChallenge } = issued;
    if (codeChallenge === undefined && !isConfidential) {
      throw oauthError("invalid_request", "A client without a client secret must use PKCE.");
    }
    // RFC 7636, 4.6: an S256 challenge is the verifier's hash.
    const presented = body.code_verifier == null ? undefined : hashOf(body.code_verifier);
    if (presented !== codeChallenge) throw oauthError("invalid_grant", "Invalid code verifier.");
    // Whoever is no member any more is signed in without the organization.
    const organizationId = choiceOf(env, user.id, issued.organizationId)?.organization.id;
    return startSession(env, user, organizationId, issued.device, issued.impersonator);
  }

  async function refreshGrant(
    body: Body,
    { clientId }: Client,
    cookieToken: string | undefined,
  ): Promise<Session> {
    const token = body.refresh_token ?? cookieToken ?? "";
    const owner = users.get(sessionOfToken(env, token)?.user_id);
    await faults.meet(authenticatePath, owner?.email ?? null);
    const organizationId = body.organization_id ?? undefined;
    const session = exchangeRefreshToken(env, clientId, token, ({ user_id }) => {
      if (organizationId !== undefined) checkMember(user_id, organizationId);
    });
    // Later refreshes stay with the organization that was chosen last.
    if (organizationId === undefined) return session;
    return env.sessions.put(Object.assign(session, { organization_id: organizationId }));
  }

  async function passwordGrant(
    c: Context,
    body: Body,
    { isConfidential }: Client,
  ): Promise<Session> {
    if (!isConfidential) throw oauthError("invalid_client", "A password needs a client secret.");
    const user = userByEmail(env, body.email ?? "");
    await faults.meet(authenticatePath, user?.email ?? null);
    if (!user || !isPasswordOf(env, user, body.password ?? "")) {
      throw refuse(400, "invalid_credentials", "The email or the password is wrong.");
    }
    const choices = choicesOf(env, user.id);
    if (choices.length > 1) {
      const message = "The user has to choose one of their organizations.";
      throw refuse(403, "organization_selection_required", message);
    }
    // Where the person is, if the app's server says so: the request is the server's.
    const { ipAddress, userAgent } = deviceOf(c);
    const device = {
      ipAddress: body.ip_address ?? ipAddress,
      userAgent: body.user_agent ?? userAgent,
    };
    const verdict = await askAuthentication(env, user, choices[0], device);
    if (!verdict.allowed) throw oauthError("access_denied", verdict.message);
    return startSession(env, user, choices[0]?.organization.id, device);
  }

  function checkMember(userId: string, organizationId: string): void {
    if (!env.organizations.get(organizationId)) {
      throw oauthError("organization_not_found", "The organization does not exist.");
    }
    if (!choiceOf(env, userId, organizationId)) {
      const message = "The user is not an active member of the organization.";
      throw oauthError("organization_membership_not_found", message);
    }
  }

  return app;
}

/** Lets the token endpoint know a browser that will send cookies with its requests. */
export function markCredentials(c: Context): void {
  setCookie(c, credentialsCookie, "1", cookieScope);
}

/** Sign-out, and the keys that access tokens are verified with. */
export function sessionRoutes(env: Environment): Hono {
  const { options, sessions, settings, users, log } = env;
  const app = new Hono();

  // An unlisted address is ignored, as WorkOS does.
  app.get("/user_management/sessions/logout", (c) => {
    const session = sessions.get(c.req.query("session_id"));
    if (session) endSession(env, session);
    deleteCookie(c, refreshCookie, cookieScope);
    deleteCookie(c, hasSessionCookie, { path: "/" });
    const home = env.homePage.url;
    const returnTo = c.req.query("return_to");
    if (returnTo === undefined) return c.redirect(home);
    const { knowsSignOutUris } = settings.values(users.get(session?.user_id)?.email);
    const listed = knowsSignOutUris ? (options.signOutUris ?? []) : [];
    const allowed = [home, ...listed].map(normalized);
    if (allowed.includes(normalized(returnTo))) return c.redirect(returnTo);
    log(
      `Sign-out goes to the home page: ${JSON.stringify(returnTo)} is not a sign-out redirect of this environment.`,
    );
    return c.redirect(home);
  });

  app.get("/sso/jwks/:clientId", (c) => {
    const clientId = c.req.param("clientId");
    if (!env.clientIds.includes(clientId)) throw notFound("Client", clientId);
    return c.json({ keys: publicKeys(env) });
  });

  return app;
}

/** "http://localhost:3000" and "http://localhost:3000/" are one address. */
function normalized(url: string): string {
  return URL.canParse(url) ? new URL(url).href : url;
}
