import type { UserIdentityAttributes } from "convex/server";
import * as jose from "jose";
import {
  withProtocol,
  type AuthProvider,
  type CustomJwtProvider,
  type OpenIdConnectProvider,
} from "./auth-config.ts";
import { AuthenticationError, messageOf } from "./errors.ts";
import { logLine } from "./function-scope.ts";

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

/** What an identity calls the claims of an OpenID Connect token. */
const STANDARD_CLAIMS: Record<string, string> = {
  given_name: "givenName",
  family_name: "familyName",
  preferred_username: "preferredUsername",
  profile: "profileUrl",
  picture: "pictureUrl",
  website: "websiteUrl",
  email_verified: "emailVerified",
  birthdate: "birthday",
  zoneinfo: "timezone",
  locale: "language",
  phone_number: "phoneNumber",
  phone_number_verified: "phoneNumberVerified",
  updated_at: "updatedAt",
};

/** The identity that a token proves; throws an {@link AuthenticationError} if it proves none. */
export async function verifyToken(token: string, providers: AuthProvider[]): Promise<Identity> {
  const provider = providerOf(token, providers);
  try {
    const payload =
      "domain" in provider
        ? await verifyIdToken(token, provider)
        : await verifyCustomJwt(token, provider);
    const { iss = "", sub, exp = 0 } = payload;
    if (!sub || typeof sub !== "string") throw new Error("Missing subject");
    const own = { tokenIdentifier: `${iss}|${sub}`, issuer: iss, subject: sub };
    const attributes = { ...flattened(payload), ...own };
    return { isAdmin: false, attributes, expiresAt: exp * 1000 };
  } catch (error) {
    if (error instanceof AuthenticationError) throw error;
    const reason = error instanceof jose.errors.JWTExpired ? "Token expired" : messageOf(error);
    throw new AuthenticationError("InvalidAuthHeader", `Could not validate token: ${reason}`);
  }
}

async function verifyCustomJwt(
  token: string,
  { jwks, algorithm }: CustomJwtProvider,
): Promise<jose.JWTPayload> {
  const { payload } = await jose.jwtVerify(token, keysOf(jwks), {
    algorithms: [algorithm],
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    requiredClaims: ["sub", "exp"],
  });
  return payload;
}

/** Checks an ID token against the keys that its issuer's discovery document names. */
async function verifyIdToken(
  token: string,
  { applicationID }: OpenIdConnectProvider,
): Promise<jose.JWTPayload> {
  const { iss: issuer = "", aud } = jose.decodeJwt(token);
  const { payload } = await jose.jwtVerify(token, keysOf(await discoverKeys(issuer)), {
    algorithms: ["RS256", "EdDSA"],
    issuer,
    audience: applicationID,
    requiredClaims: ["sub", "exp", "iat"],
  });
  // A deployment takes no token that is for others as well.
  if ([aud].flat().length > 1) throw new Error("it has more than one audience");
  const renamed = Object.entries(payload).map(([name, value]) => [
    STANDARD_CLAIMS[name] ?? name,
    value,
  ]);
  return Object.fromEntries(renamed) as jose.JWTPayload;
}

/** Where an issuer says that its keys are. */
async function discoverKeys(issuer: string): Promise<string> {
  const url = `${withProtocol(issuer).replace(/\/+$/, "")}/.well-known/openid-configuration`;
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    const document = (await response.json()) as { issuer?: unknown; jwks_uri?: unknown };
    if (document.issuer !== issuer) throw new Error(`${url} names another issuer`);
    return new URL(String(document.jwks_uri)).href;
  } catch (error) {
    const message = `Auth provider discovery of ${issuer} failed: ${reasonOf(error)}`;
    // The one who can mend it reads the log; the client of the token does not.
    logLine(`[ERROR] ${message}`);
    throw new AuthenticationError("AuthProviderDiscoveryFailed", message);
  }
}

/** Failed requests keep the reason in their cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return messageOf(cause ?? error);
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
  const comparable = (issuer: string) => withProtocol(issuer).replace(/\/+$/, "");
  const found = providers.find(
    (provider) =>
      typeof claims.iss === "string" &&
      comparable(issuerOf(provider)) === comparable(claims.iss) &&
      (provider.applicationID === null || audiences.includes(provider.applicationID)),
  );
  if (found) return found;
  const configured = providers.map((provider) =>
    "domain" in provider
      ? `OIDC(domain=${provider.domain}, app_id=${provider.applicationID})`
      : `CustomJWT(issuer=${provider.issuer}, app_id=${provider.applicationID ?? "none"})`,
  );
  throw new AuthenticationError(
    "NoAuthProvider",
    `No auth provider found matching the given token. Check that your JWT's issuer and audience match one of your configured providers: [${configured.join(", ")}]`,
  );
}

function issuerOf(provider: AuthProvider): string {
  return "domain" in provider ? provider.domain : provider.issuer;
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
