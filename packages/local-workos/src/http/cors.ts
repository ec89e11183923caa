import type { MiddlewareHandler } from "hono";
import { ApiError } from "./errors.ts";

/**
 * CORS for exactly the listed origins, with credentials. Another origin gets no CORS headers, an
 * answer that says which list it is missing from, and one line in the log.
 */
export function corsFor(origins: string[], log: (line: string) => void): MiddlewareHandler {
  const reported = new Set<string>();
  return async (c, next) => {
    const origin = c.req.header("origin");
    if (origin === undefined) return next();
    if (!origins.includes(origin)) {
      const message = `The origin ${origin} is not in corsOrigins, in convex.json's authKit.dev.configure.`;
      if (!reported.has(origin)) log(message);
      reported.add(origin);
      throw new ApiError(403, { error: "origin_not_allowed", error_description: message, message });
    }
    c.header("Access-Control-Allow-Origin", origin);
    c.header("Access-Control-Allow-Credentials", "true");
    c.header("Vary", "Origin");
    if (c.req.method !== "OPTIONS") return next();
    c.header("Access-Control-Allow-Methods", "POST");
    c.header("Access-Control-Allow-Headers", "Content-Type");
    c.header("Access-Control-Max-Age", "600");
    return c.body(null, 204);
  };
}
