import { handleAuth } from "@workos-inc/authkit-nextjs";
import { cookies } from "next/headers";
import { NextResponse, type NextRequest } from "next/server";
import { env } from "../../env";
import { isExpired } from "../expired-token";
import { asBrowserSent } from "../request";
import { prepareWorkOS } from "../workos";

const handle = handleAuth({
  // Behind a proxy, the URL of the request is not the one that the browser sees.
  baseURL: new URL(env.redirectUri).origin,
  onSuccess: async ({ accessToken }) => {
    await refuseWhatCannotBeKept(accessToken);
  },
  onError: ({ error }) => {
    const page = new URL("/sign-in-error", env.redirectUri);
    if (error instanceof SessionRefused) page.searchParams.set("reason", error.reason);
    return NextResponse.redirect(page);
  },
});

/** The redirect URI: checks state and code verifier, exchanges the code, sets the session cookie. */
export async function GET(request: NextRequest) {
  const { searchParams } = request.nextUrl;
  if (searchParams.has("code") && !searchParams.has("state")) {
    // From a sign-in that this app did not start: from WorkOS's dashboard, an identity provider, or
    // somebody who wants you in their account. So start one.
    return NextResponse.redirect(new URL("/sign-in", env.redirectUri));
  }
  prepareWorkOS();
  const response = await handle(asBrowserSent(request));
  // AuthKit ends the code verifier's cookie with a Max-Age of 0, which Next.js loses where it merges
  // these headers with the session cookie: an empty cookie would stay after each sign-in.
  const jar = await cookies();
  for (const ended of response.headers.getSetCookie()) jar.delete(ended.split("=")[0]!);
  response.headers.delete("set-cookie");
  return response;
}

/** A session that nobody would stay signed in with, and be sent back to WorkOS for ever. */
class SessionRefused extends Error {
  readonly reason: "clocks" | "size";

  constructor(reason: "clocks" | "size", message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Runs when AuthKit has the session cookie ready; AuthKit takes it back if this throws. */
async function refuseWhatCannotBeKept(accessToken: string) {
  if (await isExpired(accessToken)) {
    throw new SessionRefused(
      "clocks",
      "An access token from WorkOS has expired as it arrives: set the clock of this server, or how long access tokens live in the WorkOS dashboard.",
    );
  }
  const largest = Math.max(
    ...(await cookies()).getAll().map(({ name, value }) => name.length + value.length),
  );
  if (largest > 4_096) {
    throw new SessionRefused(
      "size",
      `A session cookie of ${largest} bytes is more than a browser keeps, which is 4,096: have fewer permissions or claims in the access token.`,
    );
  }
}
