/**
 * What is inlined at build, by these literal names. next.config.ts stops a build without them, so
 * they are never undefined here. What only the server reads, AuthKit reads by itself.
 */
export const env = {
  convexUrl: process.env.NEXT_PUBLIC_CONVEX_URL,
  redirectUri: process.env.NEXT_PUBLIC_WORKOS_REDIRECT_URI,
  /** Where the project’s other app is, if it has one. */
  otherAppUrl: process.env.NEXT_PUBLIC_OTHER_APP_URL,
};
