import { securityHeaders } from "@repo/config/headers";

/** What each host says with every file: their own files repeat it, and a test compares them. */
export const headers: Record<string, string> = {
  ...securityHeaders,
  // The rest of the policy is in index.html, where browsers take no notice of this directive.
  "Content-Security-Policy": "frame-ancestors 'none'",
};
