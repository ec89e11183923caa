import { handleAuth } from "@workos-inc/authkit-nextjs";
import { NextResponse } from "next/server";
import { env } from "../../env";

/** The redirect URI: checks state and code verifier, exchanges the code, sets the session cookie. */
export const GET = handleAuth({
  // Behind a proxy, the URL of the request is not the one that the browser sees.
  baseURL: new URL(env.redirectUri).origin,
  onError: () => NextResponse.redirect(new URL("/sign-in-error", env.redirectUri)),
});
