import { refreshSession, TokenRefreshError } from "@workos-inc/authkit-nextjs";
import type { NextRequest } from "next/server";
import { isFromThisApp } from "../request";
import { prepareWorkOS } from "../workos";

/**
 * Gets the session a token of another organization: 401 when the person has to sign in for that, 503
 * when WorkOS could not be asked.
 *
 * A route, and not AuthKit's `switchToOrganization`: that is a Server Action, which the next deploy
 * does not know.
 */
export async function POST(request: NextRequest) {
  if (!isFromThisApp(request)) return new Response(null, { status: 403 });
  const organizationId = request.nextUrl.searchParams.get("organizationId");
  if (!organizationId) return new Response(null, { status: 400 });
  prepareWorkOS();
  try {
    const { user } = await refreshSession({ organizationId });
    return new Response(null, { status: user ? 204 : 401 });
  } catch (error) {
    if (!(error instanceof TokenRefreshError)) throw error;
    return new Response(null, { status: error.isTransient ? 503 : 401 });
  }
}
