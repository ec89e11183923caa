import { randomBytes } from "node:crypto";
import { sha256 } from "../signature.ts";
import type { Store } from "../state/store.ts";
import type { Webhooks } from "../outgoing/webhooks.ts";
import { newId, type Device, type Session, type User } from "./objects.ts";

const sessionLifetimeMs = 30 * 24 * 60 * 60 * 1000;

/** A refresh token as it is kept: what it is for, and whether it has been used. */
export type RefreshToken = { sessionId: string; clientId: string; exchanged: boolean };

/** Why a refresh token was refused, in WorkOS's words. */
export type RefreshFailure = { refused: string };

/** Sessions and their refresh tokens. */
export class Sessions {
  readonly #store: Store;
  readonly #webhooks: Webhooks;

  constructor(store: Store, webhooks: Webhooks) {
    this.#store = store;
    this.#webhooks = webhooks;
  }

  /** Starts a session and tells the webhook endpoint. */
  start(user: User, device: Device): Session {
    const now = new Date();
    const session: Session = {
      object: "session",
      id: newId("session"),
      user_id: user.id,
      ip_address: device.ipAddress,
      user_agent: device.userAgent,
      auth_method: "password",
      status: "active",
      expires_at: new Date(now.getTime() + sessionLifetimeMs).toISOString(),
      ended_at: null,
      created_at: now.toISOString(),
      updated_at: now.toISOString(),
    };
    this.#store.sessions.set(session.id, session);
    user.last_sign_in_at = session.created_at;
    this.#store.changed();
    this.#webhooks.send("session.created", session, user);
    return session;
  }

  get(id: string): Session | undefined {
    return this.#store.sessions.get(id);
  }

  activeOf(userId: string): Session[] {
    return [...this.#store.sessions.values()].filter(
      (session) => session.user_id === userId && isActive(session),
    );
  }

  issueRefreshToken(session: Session, clientId: string): string {
    const token = randomBytes(32).toString("base64url");
    this.#store.refreshTokens.set(hashOf(token), {
      sessionId: session.id,
      clientId,
      exchanged: false,
    });
    this.#store.changed();
    return token;
  }

  /** The session of a refresh token, without using the token up. */
  sessionOfToken(token: string): Session | undefined {
    const refreshToken = this.#store.refreshTokens.get(hashOf(token));
    return refreshToken && this.#store.sessions.get(refreshToken.sessionId);
  }

  /** Uses a refresh token up, so that its session can have the next one. */
  exchangeRefreshToken(token: string, clientId: string): Session | RefreshFailure {
    const refreshToken = this.#store.refreshTokens.get(hashOf(token));
    const session = refreshToken && this.#store.sessions.get(refreshToken.sessionId);
    if (!session || refreshToken.clientId !== clientId) {
      return { refused: "Invalid refresh token." };
    }
    if (!isActive(session)) return { refused: "Session has already ended." };
    if (refreshToken.exchanged) return { refused: "Refresh token already exchanged." };
    refreshToken.exchanged = true;
    this.#store.changed();
    return session;
  }

  /** Ends a session: its refresh tokens die, and the webhook endpoint is told. */
  end(session: Session): void {
    if (session.status !== "active") return;
    session.status = "revoked";
    session.ended_at = session.updated_at = new Date().toISOString();
    this.#store.changed();
    this.#webhooks.send("session.revoked", session, this.#store.users.get(session.user_id));
  }
}

function isActive(session: Session): boolean {
  return session.status === "active" && Date.parse(session.expires_at) > Date.now();
}

function hashOf(token: string): string {
  return sha256(token).toString("base64url");
}
