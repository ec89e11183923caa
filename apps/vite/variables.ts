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

/** What a build inlines. This app has no server, so it reads nothing else. */
export const browserVariables = {
  VITE_CONVEX_URL: {
    is: "the URL of the Convex deployment",
    set: setBy.commands,
    problem: url,
  },
  VITE_WORKOS_CLIENT_ID: {
    is: "the client id of the WorkOS environment",
    set: setBy.host,
    problem: startsWith("client_"),
  },
  VITE_WORKOS_REDIRECT_URI: {
    is: "the redirect URI of this app, its origin and /callback",
    set: setBy.commands,
    problem: redirectUri,
  },
  VITE_WORKOS_API_HOSTNAME: {
    is: "the custom authentication domain of the WorkOS environment, which this app needs in production for its session cookie",
    optional: true,
    set: setBy.hostOrFile,
    problem: host,
  },
  VITE_WORKOS_API_PORT: {
    is: "the port of the WorkOS API",
    optional: true,
    set: setBy.hostOrFile,
    problem: port,
  },
  VITE_WORKOS_API_HTTPS: {
    is: "whether the WorkOS API is reached by https",
    optional: true,
    set: setBy.hostOrFile,
    problem: trueOrFalse,
  },
} satisfies PublicVariables;

/** What convex.json reads at a deploy. */
export const deployVariables = {
  VITE_APP_URL: {
    is: "the origin of the deployed app, which `npm run deploy` registers with WorkOS",
    set: setBy.deployer,
    problem: url,
  },
} satisfies Variables;
