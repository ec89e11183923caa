import {
  appVariables,
  setBy,
  startsWith,
  type PublicVariables,
  type Variables,
} from "@repo/config/env";

/** What a build inlines, for browsers and the server. */
export const browserVariables = {
  NEXT_PUBLIC_CONVEX_URL: appVariables.convexUrl,
  NEXT_PUBLIC_WORKOS_REDIRECT_URI: appVariables.redirectUri,
} satisfies PublicVariables;

/** What the server reads when it starts: AuthKit does, by these names. */
export const serverVariables = {
  WORKOS_CLIENT_ID: appVariables.clientId,
  WORKOS_API_KEY: {
    is: "the API key of the WorkOS environment",
    secret: true,
    set: setBy.host,
    problem: startsWith("sk_"),
  },
  WORKOS_COOKIE_PASSWORD: {
    is: "the password that the session cookie is sealed with; make one with `openssl rand -base64 32`",
    secret: true,
    set: setBy.host,
    problem: ({ length }) => (length < 32 ? "has to be at least 32 characters long" : undefined),
  },
  WORKOS_API_HOSTNAME: appVariables.workosApiHostname,
  WORKOS_API_PORT: appVariables.workosApiPort,
  WORKOS_API_HTTPS: appVariables.workosApiHttps,
} satisfies Variables;
