import { localPath } from "@repo/authkit-convex/local-path";
import { getSignUpUrl } from "@workos-inc/authkit-nextjs";
import { redirect } from "next/navigation";
import type { NextRequest } from "next/server";
import { dropOldVerifiers } from "../verifier-cookies";

/** Where every sign-up starts. */
export async function GET(request: NextRequest) {
  const returnTo = localPath(request.nextUrl.searchParams.get("returnTo"), "/lists");
  await dropOldVerifiers();
  redirect(await getSignUpUrl({ returnTo }));
}
