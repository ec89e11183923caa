import {
  applyResponseHeaders,
  authkit,
  handleAuthkitProxy,
  partitionAuthkitHeaders,
} from "@workos-inc/authkit-nextjs";
import { NextResponse, type NextRequest } from "next/server";
import { env } from "./env";

/** Pages that only a signed-in person sees. */
const protectedPaths = ["/lists", "/account", "/admin"];

/** Runs before every page: keeps the session fresh, and closes the protected pages. */
export default async function proxy(request: NextRequest) {
  let authKitIsUnreachable = false;
  const { session, headers, authorizationUrl } = await authkit(request, {
    redirectUri: env.redirectUri,
    // Puts the access token where the browser finds it, so that Convex need not wait for a request.
    eagerAuth: true,
    onSessionRefreshError: ({ isTransient }) => {
      authKitIsUnreachable = isTransient;
    },
  });

  if (!session.user && isProtectedPage(request)) {
    if (authKitIsUnreachable) {
      // The session is still good: say so, instead of asking to sign in again.
      const { requestHeaders, responseHeaders } = partitionAuthkitHeaders(request, headers);
      const page = new URL("/sign-in-error?reason=unreachable", request.url);
      return applyResponseHeaders(
        NextResponse.rewrite(page, { status: 503, request: { headers: requestHeaders } }),
        responseHeaders,
      );
    }
    return handleAuthkitProxy(request, headers, { redirect: authorizationUrl });
  }

  // Headers for every page, such as a Content-Security-Policy, go into these two.
  const { requestHeaders, responseHeaders } = partitionAuthkitHeaders(request, headers);
  return applyResponseHeaders(
    NextResponse.next({ request: { headers: requestHeaders } }),
    responseHeaders,
  );
}

function isProtectedPage({ method, nextUrl }: NextRequest): boolean {
  // Server Actions are POSTs from a page that is open already. Each looks at the session itself, and
  // a redirect to another origin would reach it as a network error.
  if (method !== "GET" && method !== "HEAD") return false;
  return protectedPaths.some(
    (path) => nextUrl.pathname === path || nextUrl.pathname.startsWith(`${path}/`),
  );
}

export const config = {
  // Everything but what is the same for everybody.
  matcher: ["/((?!_next/static|_next/image|icon.svg).*)"],
};
