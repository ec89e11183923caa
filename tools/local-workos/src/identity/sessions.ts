import { randomBytes } from "node:crypto";
import type { Environment } from "../environment.ts";
import { oauthError } from "../http/errors.ts";
import { hashOf } from "../outgoing/signature.ts";
import type { Device, Impersonator, Session, User } from "../state/objects.ts";

const sessionLifetimeMs = 30 * 24 * 60 * 60 * 1000;
const impersonationLifetimeMs = 60 * 60 * 1000;
const codeLifetimeMs = 10 * 60 * 1000;

/** What an authorization code was issued for. Its id is the code's hash. */
export type AuthorizationCode = {
  id: string;
  clientId: string;
  userId: string;
  organizationId: string | undefined;
  redirectUri: string;
  /** PKCE S256 challenge. */
  codeChallenge: string | undefined;
  /** Absent unless somebody else acts as the user. */
  impersonator?: Impersonator;
  /** Where the inbox shows how it goes on. */
  signInId: string;
  /** Where the person was, who may not be where the code is exchanged. */
  device: Device;
  expiresAt: string;
};

/** A refresh token as it is kept, by its hash. */
export type RefreshToken = {
  id: string;
  clientId: string;
  sessionId: string;
  exchanged: boolean;
  expiresAt: string;
};

/** Issues a code that is good once, for ten minutes. */
export function issueCode(
  { codes, clock }: Environment,
  grant: Omit<AuthorizationCode, "id" | "expiresAt">,
): string {
  for (const { id, expiresAt } of codes.all()) if (clock.isPast(expiresAt)) codes.delete(id);
  const code = randomBytes(24).toString("base64url");
  codes.put({ ...grant, id: hashOf(code), expiresAt: clock.iso(codeLifetimeMs) });
  return code;
}

/** Uses a code up, whatever comes of it. */
export function redeemCode(env: Environment, code: string): AuthorizationCode | undefined {
  const grant = env.codes.get(hashOf(code));
  if (grant) env.codes.delete(grant.id);
  return grant && !env.clock.isPast(grant.expiresAt) ? grant : undefined;
}

export function startSession(
  env: Environment,
  user: User,
  organizationId: string | undefined,
  { ipAddress, userAgent }: Device,
  impersonator?: Impersonator,
): Session {
  const session = env.sessions.create({
    user_id: user.id,
    ...(organizationId !== undefined && { organization_id: organizationId }),
    ...(impersonator && { impersonator }),
    ip_address: ipAddress,
    user_agent: userAgent,
    auth_method: impersonator ? "impersonation" : "password",
    status: "active",
    expires_at: env.clock.iso(impersonator ? impersonationLifetimeMs : sessionLifetimeMs),
    ended_at: null,
  });
  // The user has not signed in.
  if (impersonator) return session;
  env.users.put(Object.assign(user, { last_sign_in_at: session.created_at }));
  return session;
}

export function issueRefreshToken(
  { refreshTokens }: Environment,
  clientId: string,
  session: Session,
): string {
  const token = randomBytes(32).toString("base64url");
  refreshTokens.put({
    id: hashOf(token),
    clientId,
    sessionId: session.id,
    exchanged: false,
    expiresAt: session.expires_at,
  });
  return token;
}

/** The session of a refresh token, without using the token up. */
export function sessionOfToken(env: Environment, token: string): Session | undefined {
  return env.sessions.get(env.refreshTokens.get(hashOf(token))?.sessionId);
}

/**
 * Uses a refresh token up once `check` lets its session go on, so that it can have the next token.
 *
 * @throws ApiError 400 in WorkOS's words.
 */
export function exchangeRefreshToken(
  env: Environment,
  clientId: string,
  token: string,
  check: (session: Session) => void,
): Session {
  const refreshToken = env.refreshTokens.get(hashOf(token));
  const session = env.sessions.get(refreshToken?.sessionId);
  const isTheirs = refreshToken?.clientId === clientId;
  if (!isTheirs || !session || env.clock.isPast(refreshToken.expiresAt)) {
    throw oauthError("invalid_grant", "Invalid refresh token.");
  }
  if (!isActive(env, session)) throw oauthError("invalid_grant", "Session has already ended.");
  if (refreshToken.exchanged) {
    throw oauthError("invalid_grant", "Refresh token already exchanged.");
  }
  check(session);
  env.refreshTokens.put({ ...refreshToken, exchanged: true });
  return session;
}

/** Ends a session: its refresh tokens end with it. */
export function endSession(env: Environment, session: Session): Session {
  if (session.status !== "active") return session;
  return env.sessions.update(session, { status: "revoked", ended_at: env.clock.iso() }, "revoked");
}

/** Ends the active sessions of a user, and says how many there were. */
export function endSessions(env: Environment, user: User): number {
  const active = activeSessions(env, user.id);
  for (const session of active) endSession(env, session);
  return active.length;
}

export function activeSessions(env: Environment, userId: string): Session[] {
  return env.sessions
    .all()
    .filter((session) => session.user_id === userId && isActive(env, session));
}

/** Forgets the sessions that have ended, with their refresh tokens. */
export function forgetEndedSessions(env: Environment): void {
  const { sessions, refreshTokens } = env;
  for (const session of sessions.all()) if (!isActive(env, session)) sessions.delete(session.id);
  for (const { id, sessionId } of refreshTokens.all()) {
    if (!sessions.get(sessionId)) refreshTokens.delete(id);
  }
}

function isActive({ clock }: Environment, session: Session): boolean {
  return session.status === "active" && !clock.isPast(session.expires_at);
}
