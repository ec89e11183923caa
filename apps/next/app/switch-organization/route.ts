import { refreshSession } from "@workos-inc/authkit-nextjs";
import { NextResponse, type NextRequest } from "next/server";
import { env } from "../../env";
import { leaveForm } from "../leave-form";
import { isFromThisApp } from "../request";
import { keepSessionsSmall } from "../session-size";

/**
 * Gets the session a token of another organization, and goes to its lists. For a form: AuthKit's
 * `switchToOrganization` is a Server Action, which the next deploy does not know.
 */
export async function POST(request: NextRequest) {
  if (!isFromThisApp(request)) return new Response(null, { status: 403 });
  keepSessionsSmall();
  const organizationId = (await request.formData()).get("organizationId");
  if (typeof organizationId !== "string") return new Response(null, { status: 400 });
  try {
    await refreshSession({ organizationId });
  } catch {
    // The organization may ask for another way to sign in, which WorkOS then shows.
    const signIn = new URL("/sign-in", env.redirectUri);
    signIn.search = new URLSearchParams({ organizationId, returnTo: "/organization" }).toString();
    return leaveForm(signIn);
  }
  return NextResponse.redirect(new URL("/organization", env.redirectUri), 303);
}
