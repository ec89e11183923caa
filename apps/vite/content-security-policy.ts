import { convexSources, policy } from "@repo/config/headers";

type Values = Record<string, string | undefined>;

/**
 * The Content-Security-Policy of the app. The build writes it into index.html, because it names the
 * deployment, which the files of the hosts cannot know.
 */
export function contentSecurityPolicy(values: Values, isDevelopment: boolean): string {
  const scheme = values.VITE_WORKOS_API_HTTPS === "false" ? "http" : "https";
  const host = values.VITE_WORKOS_API_HOSTNAME || "api.workos.com";
  const workos = new URL(`${scheme}://${host}:${values.VITE_WORKOS_API_PORT ?? ""}`).origin;
  // In development Vite writes scripts and styles into the page.
  const inline = isDevelopment ? ["'unsafe-inline'"] : [];
  return policy({
    "default-src": ["'none'"],
    "script-src": ["'self'", ...inline],
    "style-src": ["'self'", ...inline],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'", ...convexSources(values.VITE_CONVEX_URL!), workos],
    "form-action": ["'none'"],
    "base-uri": ["'none'"],
  });
}
