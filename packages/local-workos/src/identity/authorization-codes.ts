import { randomBytes } from "node:crypto";
import { sha256 } from "../signature.ts";

const codeLifetimeMs = 10 * 60 * 1000;

/** What a code was issued for. */
export type AuthorizationCode = {
  userId: string;
  clientId: string;
  redirectUri: string;
  /** PKCE S256 challenge. */
  codeChallenge: string | undefined;
  expiresAt: number;
};

/** Authorization codes: good once, for ten minutes, for one client and redirect URI. */
export class AuthorizationCodes {
  readonly #codes = new Map<string, AuthorizationCode>();

  issue(grant: Omit<AuthorizationCode, "expiresAt">): string {
    this.#forgetExpired();
    const code = randomBytes(24).toString("base64url");
    this.#codes.set(code, { ...grant, expiresAt: Date.now() + codeLifetimeMs });
    return code;
  }

  /** Whose code it is, without using it up. */
  userIdOf(code: string): string | undefined {
    return this.#codes.get(code)?.userId;
  }

  /** Uses the code up, whatever comes of it. */
  redeem(code: string): AuthorizationCode | undefined {
    this.#forgetExpired();
    const grant = this.#codes.get(code);
    this.#codes.delete(code);
    return grant;
  }

  #forgetExpired(): void {
    for (const [code, grant] of this.#codes) {
      if (grant.expiresAt <= Date.now()) this.#codes.delete(code);
    }
  }
}

/** Whether a verifier matches an S256 challenge (RFC 7636, 4.6). */
export function verifiesChallenge(verifier: string, challenge: string): boolean {
  return sha256(verifier).toString("base64url") === challenge;
}
