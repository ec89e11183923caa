import { convexSources, policy } from "@repo/config/headers";
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
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
  });
}
