import { NextRequest } from "next/server";
import { env } from "../env";

const appOrigin = new URL(env.redirectUri).origin;

/**
 * The request as the browser sent it. Behind a proxy that ends TLS, the URL that Next.js has may be
 * of http, and AuthKit would make its cookies without Secure.
 */
export function asBrowserSent(request: NextRequest): NextRequest {
  const url = new URL(appOrigin);
  url.pathname = request.nextUrl.pathname;
  url.search = request.nextUrl.search;
  return new NextRequest(url, { method: request.method, headers: request.headers });
}

/** Browsers name the origin of each POST, and no page can name another one than its own. */
export function isFromThisApp(request: NextRequest): boolean {
  return request.headers.get("origin") === appOrigin;
}
