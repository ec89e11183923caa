/** What every response of every app says; docs/security.md has why. */
export const securityHeaders = {
  // Browsers heed it under https only.
  "Strict-Transport-Security": "max-age=31536000",
  "X-Content-Type-Options": "nosniff",
  // The origin alone: the callback's URL has a code in it.
  "Referrer-Policy": "strict-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
};

/** A policy from its directives. */
export function policy(directives: Record<string, string[]>): string {
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(" "))
    .join("; ");
}

/** Where a Convex client sends its requests, and opens its socket. */
export function convexSources(convexUrl: string): string[] {
  const { origin } = new URL(convexUrl);
  return [origin, origin.replace(/^http/, "ws")];
}
