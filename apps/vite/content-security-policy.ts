import { convexSources, policy } from "@repo/config/headers";
import { createHash } from "node:crypto";

type Values = Record<string, string | undefined>;

/** Where the browser asks WorkOS who is signed in. */
export function workosOrigin(values: Values): string {
  const scheme = values.VITE_WORKOS_API_HTTPS === "false" ? "http" : "https";
  const host = values.VITE_WORKOS_API_HOSTNAME || "api.workos.com";
  return new URL(`${scheme}://${host}:${values.VITE_WORKOS_API_PORT ?? ""}`).origin;
}

/**
 * The Content-Security-Policy of the app. The build writes it into index.html, because it names the
 * deployment, which the files of the hosts cannot know.
 */
export function contentSecurityPolicy(
  values: Values,
  html: string,
  isDevelopment: boolean,
): string {
  // In development Vite writes scripts and styles into the page.
  const inline = isDevelopment ? ["'unsafe-inline'"] : [];
  const scripts = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(
    ([, script]) => `'sha256-${createHash("sha256").update(script!).digest("base64")}'`,
  );
  return policy({
    "default-src": ["'none'"],
    // A browser that is given a hash takes no other script of the page's own.
    "script-src": ["'self'", ...(isDevelopment ? inline : scripts)],
    "style-src": ["'self'", ...inline],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'", ...convexSources(values.VITE_CONVEX_URL!), workosOrigin(values)],
    "form-action": ["'none'"],
    "base-uri": ["'none'"],
  });
}
