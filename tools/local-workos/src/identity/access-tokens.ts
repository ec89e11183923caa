import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT, type JWK } from "jose";
import type { SettingValues } from "../control/faults.ts";
import type { Environment } from "../environment.ts";
import type { Session } from "../state/objects.ts";
import type { Chosen } from "./organizations.ts";

/** A private RS256 key. Its id is its thumbprint, so a new key never goes under an old id. */
export type SigningKey = { id: string; jwk: JWK };

/** Replaces the signing key: what the old one signed no longer verifies. */
export async function rotateSigningKey({ signingKeys }: Environment): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const jwk = await exportJWK(privateKey);
  for (const { id } of signingKeys.all()) signingKeys.delete(id);
  return signingKeys.put({ id: await calculateJwkThumbprint(jwk), jwk });
}

/** The public keys, as the JWKS endpoint serves them. No certificate goes with them. */
export function publicKeys({ signingKeys }: Environment) {
  return signingKeys.all().map(({ id, jwk: { kty, n, e } }) => ({
    ...{ kty, n, e, kid: id, alg: "RS256", use: "sig" },
    ...{ x5c: [], "x5t#S256": "" },
  }));
}

/** Signs an access token with the claims of WorkOS; there is no `aud`, as there. */
export function signAccessToken(
  { clock, signingKeys }: Environment,
  clientId: string,
  session: Session,
  chosen: Chosen | undefined,
  { accessTokenAgeSeconds, accessTokenLifetimeSeconds, issuerOrigin }: SettingValues,
): Promise<string> {
  const key = signingKeys.all().at(-1)!;
  const issuedAt = Math.floor(clock.now() / 1000) - accessTokenAgeSeconds;
  const organizationClaims = chosen && {
    org_id: chosen.organization.id,
    role: chosen.role.slug,
    roles: [chosen.role.slug],
    permissions: chosen.role.permissions,
  };
  const { impersonator } = session;
  return new SignJWT({
    sid: session.id,
    client_id: clientId,
    ...(impersonator && { act: { sub: impersonator.email } }),
    ...organizationClaims,
  })
    .setProtectedHeader({ alg: "RS256", kid: key.id })
    .setIssuer(`${issuerOrigin}/user_management/${clientId}`)
    .setSubject(session.user_id)
    .setJti(clock.newUlid())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + accessTokenLifetimeSeconds)
    .sign({ ...key.jwk, alg: "RS256" });
}
