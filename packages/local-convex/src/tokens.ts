import {
  createRemoteJWKSet,
  customFetch,
  decodeJwt,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
} from "jose";
import type { UserIdentityAttributes } from "convex/server";
import type { AuthProvider } from "./auth-config.ts";
import { AuthenticationError, messageOf } from "./errors.ts";
import type { Identity } from "./identity.ts";

/** Claims that no identity carries; `fva` changes with every refresh of a token. */
const REGISTERED_CLAIMS = new Set(["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "fva"]);
const CLOCK_TOLERANCE_SECONDS = 5;

/** Checks tokens against the providers that were pushed. */
export class TokenVerifier {
  private readonly keySets = new Map<string, JWTVerifyGetKey>();

  /** The identity that a token proves; throws an {@link AuthenticationError} if it proves none. */
  async verify(token: string, providers: AuthProvider[]): Promise<Identity> {
    const { algorithm, jwks } = providerOf(token, providers);
    const options = {
      algorithms: [algorithm],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ["sub", "exp"],
    };
    const { payload } = await jwtVerify(token, this.keysOf(jwks), options).catch(
      (error: unknown) => {
        const reason = error instanceof errors.JWTExpired ? "Token expired" : messageOf(error);
        throw rejected(`Could not validate token: ${reason}`);
      },
    );
    const { iss = "", sub = "", exp = 0 } = payload;
    const own = { tokenIdentifier: `${iss}|${sub}`, issuer: iss, subject: sub };
    const attributes = { ...flattened(payload), ...own } as UserIdentityAttributes;
    return { kind: "user", attributes, expiresAt: exp * 1000 };
  }

  private keysOf(url: string): JWTVerifyGetKey {
    let keys = this.keySets.get(url);
    if (!keys) {
      keys = createRemoteJWKSet(new URL(url), {
        // The one that knows which origins are elsewhere.
        [customFetch]: (...args: Parameters<typeof fetch>) => fetch(...args),
        // A local issuer may be restarted with new keys at any moment.
        cooldownDuration: 0,
        cacheMaxAge: 60_000,
      });
      this.keySets.set(url, keys);
    }
    return keys;
  }
}

function providerOf(token: string, providers: AuthProvider[]): AuthProvider {
  let claims: JWTPayload;
  try {
    claims = decodeJwt(token);
  } catch {
    throw rejected("Could not parse JWT payload. Check that the token is a valid JWT.");
  }
  const audiences = [claims.aud ?? []].flat();
  const found = providers.find(
    ({ issuer, applicationID }) =>
      withoutSlash(issuer) === withoutSlash(claims.iss ?? "") &&
      (applicationID === null || audiences.includes(applicationID)),
  );
  if (found) return found;
  const configured = providers.map(
    ({ issuer, applicationID }) => `CustomJWT(issuer=${issuer}, app_id=${applicationID ?? "none"})`,
  );
  throw new AuthenticationError(
    "NoAuthProvider",
    `No auth provider found matching the given token. Check that your JWT's issuer and audience match one of your configured providers: [${configured.join(", ")}]`,
  );
}

function withoutSlash(issuer: string): string {
  return issuer.replace(/\/+$/, "");
}

/** Claims keep their names; those inside objects become `outer.inner`. */
function flattened(claims: object, prefix = ""): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(claims) as [string, unknown][]) {
    if (prefix === "" && REGISTERED_CLAIMS.has(name)) continue;
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      Object.assign(result, flattened(value, `${prefix}${name}.`));
    else result[`${prefix}${name}`] = value;
  }
  return result;
}

function rejected(message: string): AuthenticationError {
  return new AuthenticationError("InvalidAuthHeader", message);
}
