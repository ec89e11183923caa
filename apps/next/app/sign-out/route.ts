import { signOut } from "@workos-inc/authkit-nextjs";
import { getURLFromRedirectError } from "next/dist/client/components/redirect";
import { isRedirectError } from "next/dist/client/components/redirect-error";
import type { NextRequest } from "next/server";
import { env } from "../../env";
import { leaveForm } from "../leave-form";
import { isFromThisApp } from "../request";

/**
 * Ends the session here and at WorkOS. For a form, so that no link or image can do it.
 *
 * proxy.ts leaves this route out: AuthKit then takes the session's id from the cookie, also when the
 * access token has expired and cannot be refreshed: https://github.com/workos/authkit-nextjs/issues/474.
 */
export async function POST(request: NextRequest) {
  if (!isFromThisApp(request)) return new Response(null, { status: 403 });
  try {
    await signOut({ returnTo: new URL("/", env.redirectUri).href });
  } catch (error) {
    if (isRedirectError(error)) return leaveForm(getURLFromRedirectError(error));
    throw error;
  }
}
