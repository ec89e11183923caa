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
import { prepareWorkOS } from "./app/workos";
import { contentSecurityPolicy } from "./content-security-policy";

/** Pages that only a signed-in person sees. */
const protectedPaths = ["/lists", "/organization", "/account", "/admin"];

/** Runs before every page: gives it a Content-Security-Policy with a nonce of its own. */
export default async function proxy(incoming: NextRequest) {
  const request = asBrowserSent(incoming);
  const policy = contentSecurityPolicy(randomBytes(16).toString("base64"));
  // Next.js takes the nonce from there.
  request.headers.set("content-security-policy", policy);
  const response = await answer(request, incoming.url);
  response.headers.set("content-security-policy", policy);
  return response;
}

/** Keeps the session fresh, and closes the protected pages. */
async function answer(request: NextRequest, ownUrl: string): Promise<NextResponse> {
  prepareWorkOS();
  let isUnreachable = false;
  const { session, headers } = await authkit(request, {
    redirectUri: env.redirectUri,
    // Puts the access token where the browser finds it, so that Convex need not wait for a request.
    eagerAuth: true,
    onSessionRefreshError: ({ isTransient }) => {
      isUnreachable = isTransient;
    },
  });

  if (isProtectedPage(request)) {
    if (isUnreachable) {
      // The session is still good: say so, instead of asking to sign in again.
      headers.delete("set-cookie"); // Of AuthKit, for a sign-in that does not begin.
      return explain("unreachable");
    }
    if (!session.user) {
      const returnTo = request.nextUrl.pathname + request.nextUrl.search;
      const signIn = `/sign-in?${new URLSearchParams({ returnTo })}`;
      return handleAuthkitProxy(request, headers, { redirect: signIn });
    }
    // A token that has just come: with it, Convex would refuse all that the page asks for.
    if (await isExpired(session.accessToken)) return explain("clocks");
  }
  return handleAuthkitProxy(request, headers);

  /** In place of the page, under its address. */
  function explain(reason: "unreachable" | "clocks"): NextResponse {
    const { requestHeaders, responseHeaders } = partitionAuthkitHeaders(request, headers);
    const page = new URL(`/sign-in-error?reason=${reason}`, ownUrl);
    const init = { status: 503, request: { headers: requestHeaders } };
    return applyResponseHeaders(NextResponse.rewrite(page, init), responseHeaders);
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
