import type { UserIdentityAttributes } from "convex/server";
import * as jose from "jose";
import type { AuthProvider } from "./auth-config.ts";
import { AuthenticationError, messageOf } from "./errors.ts";

/** Who makes a request. */
export type Identity = {
  isAdmin: boolean;
  /** What `ctx.auth.getUserIdentity()` gives; null for nobody. */
  attributes: UserIdentityAttributes | null;
  /** When its token ends. */
  expiresAt: number;
};

export const ANONYMOUS: Identity = { isAdmin: false, attributes: null, expiresAt: Infinity };

/** Claims that no identity carries; `fva` changes with every refresh of a token. */
const REGISTERED_CLAIMS = new Set(["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "fva"]);
const CLOCK_TOLERANCE_SECONDS = 5;

/** The identity that a token proves; throws an {@link AuthenticationError} if it proves none. */
export async function verifyToken(token: string, providers: AuthProvider[]): Promise<Identity> {
  const { algorithm, jwks } = providerOf(token, providers);
  const options = {
    algorithms: [algorithm],
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    requiredClaims: ["sub", "exp"],
  };
  try {
    const { payload } = await jose.jwtVerify(token, keysOf(jwks), options);
    const { iss = "", sub, exp = 0 } = payload;
    if (!sub || typeof sub !== "string") throw new Error("Missing subject");
    const own = { tokenIdentifier: `${iss}|${sub}`, issuer: iss, subject: sub };
    const attributes = { ...flattened(payload), ...own };
    return { isAdmin: false, attributes, expiresAt: exp * 1000 };
  } catch (error) {
    const reason = error instanceof jose.errors.JWTExpired ? "Token expired" : messageOf(error);
    throw new AuthenticationError("InvalidAuthHeader", `Could not validate token: ${reason}`);
  }
}

const keySets = new Map<string, jose.JWTVerifyGetKey>();

/** The keys at a URL, which are looked up when they are needed. */
function keysOf(url: string): jose.JWTVerifyGetKey {
  const known = keySets.get(url);
  if (known) return known;
  const keys = jose.createRemoteJWKSet(new URL(url), {
    // The one that knows which origins are elsewhere.
    [jose.customFetch]: (...args: Parameters<typeof fetch>) => fetch(...args),
    // A local issuer may be restarted with new keys at any moment.
    cooldownDuration: 0,
    cacheMaxAge: 60_000,
  });
  keySets.set(url, keys);
  return keys;
}

function providerOf(token: string, providers: AuthProvider[]): AuthProvider {
  let claims: jose.JWTPayload;
  try {
    claims = jose.decodeJwt(token);
  } catch {
    throw new AuthenticationError(
      "InvalidAuthHeader",
      "Could not parse JWT payload. Check that the token is a valid JWT.",
    );
  }
  const audiences = [claims.aud ?? []].flat();
  const withoutSlash = (issuer: string) => issuer.replace(/\/+$/, "");
  const found = providers.find(
    ({ issuer, applicationID }) =>
      typeof claims.iss === "string" &&
      withoutSlash(issuer) === withoutSlash(claims.iss) &&
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

/** Claims keep their names; those inside objects become `outer.inner`. */
function flattened(claims: object, prefix = ""): jose.JWTPayload {
  const result: jose.JWTPayload = {};
  for (const [name, value] of Object.entries(claims) as [string, unknown][]) {
    if (prefix === "" && REGISTERED_CLAIMS.has(name)) continue;
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      Object.assign(result, flattened(value, `${prefix}${name}.`));
    else result[`${prefix}${name}`] = value;
  }
  return result;
}
