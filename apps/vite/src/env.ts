const { VITE_WORKOS_API_HOSTNAME, VITE_WORKOS_API_PORT, VITE_WORKOS_API_HTTPS } = import.meta.env;

/** What is inlined at build, and public. vite.config.ts stops a build without it. */
export const env = {
  convexUrl: import.meta.env.VITE_CONVEX_URL,
  clientId: import.meta.env.VITE_WORKOS_CLIENT_ID,
  redirectUri: import.meta.env.VITE_WORKOS_REDIRECT_URI,
  workosApi: {
    apiHostname: VITE_WORKOS_API_HOSTNAME,
    port: VITE_WORKOS_API_PORT ? Number(VITE_WORKOS_API_PORT) : undefined,
    https: VITE_WORKOS_API_HTTPS !== "false",
  },
};
