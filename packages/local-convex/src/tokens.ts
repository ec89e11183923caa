import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  jwtVerify,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
} from "jose";
import type { UserIdentityAttributes } from "convex/server";
import type { AuthProvider } from "./auth-config.ts";
import { AuthenticationError } from "./errors.ts";
import type { Identity } from "./identity.ts";

/** Claims that a real deployment gives under another name when they come by OpenID Connect. */
const OIDC_ATTRIBUTES: Record<string, string> = {
  name: "name",
  given_name: "givenName",
  family_name: "familyName",
  nickname: "nickname",
  preferred_username: "preferredUsername",
  profile: "profileUrl",
  picture: "pictureUrl",
  website: "websiteUrl",
  email: "email",
  email_verified: "emailVerified",
  gender: "gender",
  birthdate: "birthday",
  zoneinfo: "timezone",
  locale: "language",
  phone_number: "phoneNumber",
  phone_number_verified: "phoneNumberVerified",
  address: "address",
  updated_at: "updatedAt",
};
/** Claims that no identity carries; `fva` changes with every refresh of a token. */
const REGISTERED_CLAIMS = new Set(["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "fva"]);
const CLOCK_TOLERANCE_SECONDS = 5;

/** Checks tokens against the providers that were pushed. */
export class TokenVerifier {
  private readonly keySets = new Map<string, JWTVerifyGetKey>();

  /** The identity that a token proves; throws an {@link AuthenticationError} if it proves none. */
  async verify(token: string, providers: AuthProvider[]): Promise<Identity> {
    const claimed = readClaims(token);
    const provider = providers.find((candidate) => matches(candidate, claimed));
    if (!provider) throw rejected(noProviderMessage(providers), "NoAuthProvider");
    const isCustom = "type" in provider;
    const keys = await this.keysOf(isCustom ? provider.jwks : await discoverJwks(claimed.iss));
    const claims = await checkSignature(token, keys, {
      algorithms: isCustom ? [provider.algorithm] : ["RS256", "EdDSA"],
      clockTolerance: isCustom ? CLOCK_TOLERANCE_SECONDS : 0,
    });
    const { iss, sub, exp } = claims;
    if (iss === undefined || sub === undefined) throw rejected("Missing subject");
    if (exp === undefined) throw rejected("Missing expiry");
    const attributes = {
      ...(isCustom ? flattened(claims) : oidcAttributes(claims)),
      tokenIdentifier: `${iss}|${sub}`,
      issuer: iss,
      subject: sub,
    } as UserIdentityAttributes;
    return { kind: "user", attributes, expiresAt: exp * 1000 };
  }

  private async keysOf(url: string): Promise<JWTVerifyGetKey> {
    if (url.startsWith("data:"))
      return createLocalJWKSet((await (await fetch(url)).json()) as JSONWebKeySet);
    let keys = this.keySets.get(url);
    if (!keys) {
      keys = createRemoteJWKSet(new URL(url), {
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

function readClaims(token: string): { iss: string; aud: string[] } {
  let claims: JWTPayload;
  try {
    claims = decodeJwt(token);
  } catch {
    throw rejected(
      "Could not parse JWT payload. Check that the token is a valid JWT format with three base64-encoded parts separated by dots.",
    );
  }
  if (claims.iss === undefined)
    throw rejected(
      "Missing issuer claim ('iss') in JWT payload. The JWT must include an 'iss' claim that matches one of your configured auth providers.",
    );
  return { iss: claims.iss, aud: [claims.aud ?? []].flat() };
}

function matches(provider: AuthProvider, { iss, aud }: { iss: string; aud: string[] }): boolean {
  const issuer = "type" in provider ? provider.issuer : provider.domain;
  if (normalized(issuer) !== normalized(iss)) return false;
  return provider.applicationID === null || aud.includes(provider.applicationID);
}

function normalized(issuer: string): string {
  return (/^https?:\/\//.test(issuer) ? issuer : `https://${issuer}`).replace(/\/+$/, "");
}

async function discoverJwks(issuer: string): Promise<string> {
  const url = `${normalized(issuer)}/.well-known/openid-configuration`;
  const failed = `Auth provider discovery of ${issuer} failed`;
  const response = await fetch(url).catch(() => null);
  if (!response?.ok)
    throw rejected(
      response ? `${failed}: ${response.status}` : failed,
      "AuthProviderDiscoveryFailed",
    );
  const metadata = (await response.json().catch(() => ({}))) as { jwks_uri?: unknown };
  if (typeof metadata.jwks_uri !== "string") throw rejected(failed, "AuthProviderDiscoveryFailed");
  return metadata.jwks_uri;
}

async function checkSignature(
  token: string,
  keys: JWTVerifyGetKey,
  options: { algorithms: string[]; clockTolerance: number },
): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, keys, options)).payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired)
      throw rejected("Could not validate token: Token expired");
    if (error instanceof errors.JWTClaimValidationFailed)
      throw rejected(`Could not validate token: ${error.message}`);
    const { kid } = decodeProtectedHeader(token);
    throw rejected(
      kid === undefined
        ? "Could not decode token. JWT may be missing a 'kid' (key ID) header."
        : `Could not decode token. The JWT's 'kid' (key ID) header is '${kid}', does this key match any key in the provider's JWKS?`,
    );
  }
}

/** The claims of a custom JWT keep their names; those inside objects become `outer.inner`. */
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

function oidcAttributes(claims: JWTPayload): Record<string, unknown> {
  const kept = Object.entries(claims).filter(([name]) => !REGISTERED_CLAIMS.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [OIDC_ATTRIBUTES[name] ?? name, value]));
}

function noProviderMessage(providers: AuthProvider[]): string {
  const none = "No auth provider found matching the given token";
  if (providers.length === 0)
    return `${none} (no providers configured). Check convex/auth.config.ts.`;
  const configured = providers.map((provider) =>
    "type" in provider
      ? `CustomJWT(issuer=${provider.issuer}, app_id=${provider.applicationID ?? "none"})`
      : `OIDC(domain=${provider.domain}, app_id=${provider.applicationID})`,
  );
  return `${none}. Check that your JWT's issuer and audience match one of your configured providers: [${configured.join(", ")}]`;
}

function rejected(message: string, code = "InvalidAuthHeader"): AuthenticationError {
  return new AuthenticationError(code, message);
}
