import { appVariables, type PublicVariables } from "@repo/config/env";

/** What a build inlines. This app has no server, so it reads nothing else. */
export const browserVariables = {
  VITE_CONVEX_URL: appVariables.convexUrl,
  VITE_WORKOS_CLIENT_ID: appVariables.clientId,
  VITE_WORKOS_REDIRECT_URI: appVariables.redirectUri,
  VITE_WORKOS_API_HOSTNAME: {
    ...appVariables.workosApiHostname,
    is: "the custom authentication domain of the WorkOS environment, which this app needs in production for its session cookie",
  },
  VITE_WORKOS_API_PORT: appVariables.workosApiPort,
  VITE_WORKOS_API_HTTPS: appVariables.workosApiHttps,
} satisfies PublicVariables;
