import {
  host,
  port,
  redirectUri,
  setBy,
  startsWith,
  trueOrFalse,
  url,
  type PublicVariables,
  type Variables,
} from "@repo/config/env";

/** What a build inlines, for browsers and the server. */
export const browserVariables = {
  NEXT_PUBLIC_CONVEX_URL: {
    is: "the URL of the Convex deployment",
    set: setBy.commands,
    problem: url,
  },
  NEXT_PUBLIC_WORKOS_REDIRECT_URI: {
    is: "the redirect URI of this app, its origin and /callback",
    set: setBy.commands,
    problem: redirectUri,
  },
} satisfies PublicVariables;

/** What the server reads when it starts: AuthKit does, by these names. */
export const serverVariables = {
  WORKOS_CLIENT_ID: {
    is: "the client id of the WorkOS environment",
    set: setBy.host,
    problem: startsWith("client_"),
  },
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
  WORKOS_API_HOSTNAME: {
    is: "the custom authentication domain of the WorkOS environment, api.workos.com when not set",
    optional: true,
    set: setBy.hostOrFile,
    problem: host,
  },
  WORKOS_API_PORT: {
    is: "the port of the WorkOS API",
    optional: true,
    set: setBy.hostOrFile,
    problem: port,
  },
  WORKOS_API_HTTPS: {
    is: "whether the WorkOS API is reached by https",
    optional: true,
    set: setBy.hostOrFile,
    problem: trueOrFalse,
  },
} satisfies Variables;

/** What convex.json reads at a deploy. */
export const deployVariables = {
  NEXT_APP_URL: {
    is: "the origin of the deployed app, which `npm run deploy` registers with WorkOS",
    set: setBy.deployer,
    problem: url,
  },
} satisfies Variables;
