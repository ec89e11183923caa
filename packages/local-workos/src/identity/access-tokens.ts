import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from "jose";
import type { JWK } from "jose";
import { newUlid, type Session } from "./objects.ts";

/** A private RS256 key. Its id is its thumbprint, so a new key never goes under an old id. */
export async function newSigningKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const key = await exportJWK(privateKey);
  return { ...key, alg: "RS256", kid: await calculateJwkThumbprint(key) };
}

/** The public half, as the JWKS endpoint serves it. */
export function publicKey({ kty, n, e, kid }: JWK): JWK {
  return { kty, n, e, kid, alg: "RS256", use: "sig" };
}

/** Signs access tokens with the claims of WorkOS. */
export class AccessTokens {
  readonly #key: JWK;
  readonly #clientId: string;
  readonly #issuer: string;

  constructor(key: JWK, clientId: string, issuerOrigin: string) {
    this.#key = key;
    this.#clientId = clientId;
    this.#issuer = `${issuerOrigin}/user_management/${clientId}`;
  }

  /** An access token of a session; there is no `aud`, as in WorkOS. */
  sign(session: Session, lifetimeSeconds: number): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ sid: session.id, client_id: this.#clientId })
      .setProtectedHeader({ alg: "RS256", kid: this.#key.kid })
      .setIssuer(this.#issuer)
      .setSubject(session.user_id)
      .setJti(newUlid())
      .setIssuedAt(now)
      .setExpirationTime(now + lifetimeSeconds)
      .sign(this.#key);
  }
}
