/**
 * What is inlined at build, by these literal names. next.config.ts stops a build without the first
 * two. What only the server reads, AuthKit reads by itself.
 */
export const env = {
  convexUrl: process.env.NEXT_PUBLIC_CONVEX_URL!,
  redirectUri: process.env.NEXT_PUBLIC_WORKOS_REDIRECT_URI!,
  isDevelopment: process.env.NODE_ENV === "development",
};

// AuthKit looks here for the name of its session cookie when it is loaded. next.config.ts has it, and
// Next.js sets it before it loads a page; this is for proxy.ts, which a host may run by itself.
const cookieName = "WORKOS_COOKIE_NAME";
if (typeof window === "undefined") process.env[cookieName] ||= process.env.WORKOS_COOKIE_NAME ?? "";
export const sessionCookie = process.env[cookieName] ?? "";
