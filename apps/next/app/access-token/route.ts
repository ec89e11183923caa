import { authkit, partitionAuthkitHeaders } from "@workos-inc/authkit-nextjs";
import { NextResponse, type NextRequest } from "next/server";
import { asBrowserSent, isFromThisApp } from "../request";
import { prepareWorkOS } from "../workos";

/**
 * The access token of the session, refreshed if it is about to expire or the query says so: 401 when
 * the person has to sign in again, 503 when WorkOS could not be asked.
 *
 * A route, and not AuthKit's Server Actions: a page that is open over a deploy can still call it,
 * https://github.com/vercel/next.js/discussions/58430.
 */
export async function POST(incoming: NextRequest) {
  if (!isFromThisApp(incoming)) return new Response(null, { status: 403 });
  prepareWorkOS();
  const request = asBrowserSent(incoming);
  let isUnreachable = false;
  const { session, headers } = await authkit(request, {
    refreshBufferSeconds: request.nextUrl.searchParams.has("refresh") ? Infinity : undefined,
    onSessionRefreshError: ({ isTransient }) => {
      isUnreachable = isTransient;
    },
  });
  return NextResponse.json(
    { accessToken: session.accessToken },
    {
      status: session.accessToken ? 200 : isUnreachable ? 503 : 401,
      headers: partitionAuthkitHeaders(request, headers).responseHeaders,
    },
  );
}
