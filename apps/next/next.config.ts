import { requireVariables } from "@repo/config/env";
import { securityHeaders } from "@repo/config/headers";
import type { NextConfig } from "next";
import { PHASE_DEVELOPMENT_SERVER, PHASE_PRODUCTION_BUILD } from "next/constants.js";
import { browserVariables } from "./variables.ts";

export default function config(phase: string): NextConfig {
  // The server's own variables are checked when it starts, in instrumentation.ts.
  if (phase === PHASE_PRODUCTION_BUILD || phase === PHASE_DEVELOPMENT_SERVER) {
    requireVariables(browserVariables);
  }
  const isHttps = process.env.NEXT_PUBLIC_WORKOS_REDIRECT_URI?.startsWith("https:");
  return {
    reactStrictMode: true,
    poweredByHeader: false,
    // Browsers take a cookie of this prefix over https and from this very host only.
    env: { WORKOS_COOKIE_NAME: isHttps ? "__Host-wos-session" : "wos-session" },
    // A page's Content-Security-Policy has a nonce, so proxy.ts adds that.
    headers: () => [
      {
        source: "/:path*",
        headers: Object.entries(securityHeaders).map(([key, value]) => ({ key, value })),
      },
    ],
    // Only the Dockerfile asks for it: next start does not serve such a build.
    output: process.env.NEXT_OUTPUT === "standalone" ? "standalone" : undefined,
    // The callback's URL has a code and a state in it, which no log should have.
    logging: { incomingRequests: { ignore: [/^\/callback/] } },
    transpilePackages: ["@repo/authkit-convex", "@repo/config", "@repo/ui"],
  };
}
