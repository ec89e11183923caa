import { env } from "./env"; // Before AuthKit: it says what AuthKit's cookie is called.
import {
  applyResponseHeaders,
  authkit,
  handleAuthkitProxy,
  partitionAuthkitHeaders,
} from "@workos-inc/authkit-nextjs";
import { NextResponse, type NextRequest } from "next/server";
import { randomBytes } from "node:crypto";
import { isExpired } from "./app/expired-token";
import { asBrowserSent } from "./app/request";
import { keepSessionsSmall } from "./app/session-size";
import { shareRefreshes } from "./app/share-refreshes";
import { oldVerifiers, withoutVerifiers } from "./app/verifier-cookies";
import { contentSecurityPolicy } from "./content-security-policy";

/** Pages that only a signed-in person sees. */
const protectedPaths = ["/lists", "/organization", "/account", "/admin"];

/** Runs before every page: keeps the session fresh, and closes the protected pages. */
export default async function proxy(incoming: NextRequest) {
  keepSessionsSmall();
  shareRefreshes();
  const request = asBrowserSent(incoming);
  const old = oldVerifiers(request.cookies.getAll());
  request.cookies.delete(old);

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
      const page = new URL("/sign-in-error?reason=unreachable", incoming.url);
      return answer((init) => NextResponse.rewrite(page, { status: 503, ...init }));
    }
    const redirect = handleAuthkitProxy(request, headers, { redirect: authorizationUrl });
    for (const name of old) {
      redirect.headers.append("set-cookie", `${name}=; Path=/; Max-Age=0`);
    }
    return redirect;
  }

  if (!authKitIsUnreachable && isProtectedPage(request) && (await isExpired(session.accessToken))) {
    // A token that has just come: with it, Convex would refuse all that the page asks for.
    const page = new URL("/sign-in-error?reason=clocks", incoming.url);
    return answer((init) => NextResponse.rewrite(page, { status: 503, ...init }));
  }

  return answer((init) => NextResponse.next(init));

  function answer(make: (init: { request: { headers: Headers } }) => NextResponse) {
    const { requestHeaders, responseHeaders } = partitionAuthkitHeaders(
      request,
      withoutVerifiers(headers),
    );
    const policy = contentSecurityPolicy(randomBytes(16).toString("base64"));
    // Next.js takes the nonce from there.
    requestHeaders.set("content-security-policy", policy);
    responseHeaders.set("content-security-policy", policy);
    return applyResponseHeaders(make({ request: { headers: requestHeaders } }), responseHeaders);
  }
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
  // Everything but what is the same for everybody, and the routes that see to the session themselves.
  matcher: [
    "/((?!_next/static/|_next/image$|icon.svg$|apple-icon.png$|opengraph-image.png$|robots.txt$|access-token$|callback$|sign-in$|sign-out$|sign-up$|switch-organization$).*)",
  ],
};
