import type { AuthConfig } from "convex/server";

const clientId = process.env.WORKOS_CLIENT_ID;

/**
 * Whose access tokens this deployment accepts. WorkOS has two issuers: user sessions come from the
 * second; the first is that of tokens made with a custom audience, hence the `applicationID`.
 */
export default {
  providers: [
    {
      type: "customJwt",
      issuer: "https://api.workos.com/",
      algorithm: "RS256",
      jwks: `https://api.workos.com/sso/jwks/${clientId}`,
      applicationID: clientId,
    },
    {
      type: "customJwt",
      issuer: `https://api.workos.com/user_management/${clientId}`,
      algorithm: "RS256",
      jwks: `https://api.workos.com/sso/jwks/${clientId}`,
    },
  ],
} satisfies AuthConfig;
