import { getTokenClaims, getWorkOS } from "@workos-inc/authkit-nextjs";
import { cookies } from "next/headers";
import type { NextRequest } from "next/server";
import { env, sessionCookie } from "../../env";
import { isFromThisApp } from "../request";

const home = new URL("/", env.redirectUri);

/**
 * Ends the session here and at WorkOS. For a form, so that no link or image can do it.
 *
 * AuthKit's `signOut` redirects, and browsers hold a form's redirects against the page's `form-action`:
 * WorkOS's lead to its hosted pages and to identity providers. So this answers with a page that goes on.
 */
export async function POST(request: NextRequest) {
  if (!isFromThisApp(request)) return new Response(null, { status: 403 });
  const jar = await cookies();
  const url = await signOutUrl(jar.get(sessionCookie)?.value);
  jar.delete({ name: sessionCookie, path: "/", secure: home.protocol === "https:" });
  return new Response(`<link rel="icon" href="data:,">`, {
    headers: { "content-type": "text/html", refresh: `0; url=${url}` },
  });
}

/**
 * Where WorkOS ends the session of a cookie. It asks WorkOS nothing, so that people can sign out when
 * their access token has expired and cannot be refreshed:
 * https://github.com/workos/authkit-nextjs/issues/474.
 */
async function signOutUrl(sessionData = ""): Promise<string> {
  const { userManagement } = getWorkOS();
  const session = await userManagement.getSessionFromCookie({ sessionData });
  if (!session?.accessToken) return home.href;
  const { sid } = await getTokenClaims<{ sid: string }>(session.accessToken);
  return sid ? userManagement.getLogoutUrl({ sessionId: sid, returnTo: home.href }) : home.href;
}
