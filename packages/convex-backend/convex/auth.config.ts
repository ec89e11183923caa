import type { AuthConfig } from "convex/server";

const clientIds = [
  process.env.WORKOS_CLIENT_ID,
  ...(optional(() => process.env.WORKOS_OTHER_CLIENT_IDS)?.split(/[\s,]+/) ?? []),
].filter(Boolean);
// The first stays: WorkOS names it in access tokens from before a custom domain was set up.
const hosts = ["api.workos.com", optional(() => process.env.WORKOS_API_HOSTNAME)].filter(Boolean);

/**
 * Whose access tokens this deployment accepts. WorkOS has two issuers: user sessions come from the
 * second; the first is that of tokens made with a custom audience, hence the `applicationID`.
 */
export default {
  providers: hosts.flatMap((host) =>
    clientIds.flatMap((clientId) => [
      {
        type: "customJwt" as const,
        issuer: `https://${host}/`,
        algorithm: "RS256" as const,
        jwks: `https://${host}/sso/jwks/${clientId}`,
        applicationID: clientId,
      },
      {
        type: "customJwt" as const,
        issuer: `https://${host}/user_management/${clientId}`,
        algorithm: "RS256" as const,
        jwks: `https://${host}/sso/jwks/${clientId}`,
      },
    ]),
  ),
} satisfies AuthConfig;

/** In this file, unlike in others, Convex throws when a variable is read that is not set. */
function optional(read: () => string | undefined): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
