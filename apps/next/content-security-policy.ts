import { convexSources, policy, workosOrigin } from "@repo/config/headers";
import { env } from "./env";

/**
 * The Content-Security-Policy of a page. Next.js puts the nonce on the scripts and styles that it
 * writes into the page, and a script with the nonce may load others.
 */
export function contentSecurityPolicy(nonce: string): string {
  // In development React evaluates code, and styles come and go as you edit.
  const scripts = env.isDevelopment ? ["'unsafe-eval'"] : [];
  const styles = env.isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`;
  return policy({
    "default-src": ["'none'"],
    "script-src": [`'nonce-${nonce}'`, "'strict-dynamic'", ...scripts],
    "style-src": ["'self'", styles],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'", ...convexSources(env.convexUrl)],
    // The sign-out form goes on to WorkOS, which browsers hold against this too.
    "form-action": ["'self'", workosOrigin(...env.workosApi)],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
  });
}
