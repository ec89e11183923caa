import { Hono } from "hono";
import { corsFor } from "../http/cors.ts";
import { injectedFailure, oauthError } from "../http/errors.ts";
import { deviceOf } from "../http/guards.ts";
import { jsonBody, optionalString, type Fields } from "../http/input.ts";
import { verifiesChallenge } from "../identity/authorization-codes.ts";
import type { Device, Session, User } from "../identity/objects.ts";
import type { Services } from "../services.ts";
import { equalSecrets } from "../signature.ts";

/** Fails by person when the control API asks for it: only this route knows whom it serves. */
export const authenticatePath = "/user_management/authenticate";

/** The token endpoint: exchanges an authorization code or a refresh token for a session's tokens. */
export function authenticateRoutes(services: Services): Hono {
  const { options, users, sessions, codes, accessTokens, settings, failures, log } = services;
  const app = new Hono();

  app.use(authenticatePath, corsFor(options.configure.corsOrigins, log));

  app.post(authenticatePath, async (c) => {
    const body = await jsonBody(c);
    const isConfidential = authenticateClient(body);
    const session = grant(body, isConfidential, deviceOf(c));
    const user = users.get(session.user_id);
    if (!user) throw oauthError("invalid_grant", "The user no longer exists.");
    const { accessTokenLifetimeSeconds } = settings.values(user.email);
    return c.json({
      user,
      organization_id: null,
      access_token: await accessTokens.sign(session, accessTokenLifetimeSeconds),
      refresh_token: sessions.issueRefreshToken(session, options.clientId),
      authentication_method: "Password",
    });
  });

  /** @returns whether the client proved itself with the API key; public clients use PKCE instead. */
  function authenticateClient(body: Fields): boolean {
    if (body.client_id !== options.clientId) {
      throw oauthError("invalid_client", "Invalid client ID.");
    }
    const secret = optionalString(body, "client_secret");
    if (secret === undefined) return false;
    if (!equalSecrets(secret, options.apiKey)) {
      throw oauthError("invalid_client", "Invalid client secret.");
    }
    return true;
  }

  function grant(body: Fields, isConfidential: boolean, device: Device): Session {
    switch (body.grant_type) {
      case "authorization_code":
        return codeGrant(body, isConfidential, device);
      case "refresh_token":
        return refreshGrant(body);
      default:
        throw oauthError("unsupported_grant_type", "The grant type is not supported.");
    }
  }

  function codeGrant(body: Fields, isConfidential: boolean, device: Device): Session {
    const code = optionalString(body, "code") ?? "";
    failIfAsked(users.get(codes.userIdOf(code) ?? ""));
    const issued = codes.redeem(code);
    const user = users.get(issued?.userId ?? "");
    const redirectUri = optionalString(body, "redirect_uri") ?? issued?.redirectUri;
    if (!issued || !user || redirectUri !== issued.redirectUri) {
      throw oauthError("invalid_grant", `The code '${code}' has expired or is invalid.`);
    }
    if (issued.codeChallenge === undefined && !isConfidential) {
      throw oauthError("invalid_request", "A client without a client secret must use PKCE.");
    }
    const verifier = optionalString(body, "code_verifier");
    const verified =
      issued.codeChallenge === undefined
        ? verifier === undefined
        : verifier !== undefined && verifiesChallenge(verifier, issued.codeChallenge);
    if (!verified) throw oauthError("invalid_grant", "Invalid code verifier.");
    return sessions.start(user, device);
  }

  function refreshGrant(body: Fields): Session {
    const token = optionalString(body, "refresh_token") ?? "";
    failIfAsked(users.get(sessions.sessionOfToken(token)?.user_id ?? ""));
    if (optionalString(body, "organization_id") !== undefined) {
      throw oauthError("organization_not_found", "The local WorkOS has no organizations.");
    }
    const session = sessions.exchangeRefreshToken(token, options.clientId);
    if ("refused" in session) throw oauthError("invalid_grant", session.refused);
    return session;
  }

  /** Before anything is used up, so that the same request can succeed when it is retried. */
  function failIfAsked(user: User | undefined): void {
    const status = failures.take(authenticatePath, user?.email ?? null);
    if (status !== undefined) throw injectedFailure(status);
  }

  return app;
}
