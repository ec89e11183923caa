import { localPath } from "@repo/authkit-convex/local-path";
import { getSignInUrl } from "@workos-inc/authkit-nextjs";
import { redirect } from "next/navigation";
import type { NextRequest } from "next/server";
import { dropOldVerifiers } from "../verifier-cookies";

/** Where every sign-in starts: a link to here, or WorkOS, which knows it as the sign-in endpoint. */
export async function GET(request: NextRequest) {
  const { searchParams } = request.nextUrl;
  const returnTo = localPath(searchParams.get("returnTo"), "/lists");
  const organizationId = searchParams.get("organizationId") ?? undefined;
  await dropOldVerifiers();
  redirect(await getSignInUrl({ returnTo, organizationId }));
}
