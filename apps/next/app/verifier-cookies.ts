import { cookies } from "next/headers";

/**
 * AuthKit keeps the code verifier of each sign-in that has begun in a cookie of its own, for ten
 * minutes. Its `authkit()` sets one for everybody who is signed out, and from the sixth on drops all
 * others; its `getSignInUrl()` drops none, until a server refuses what the browser sends. So an answer
 * sets one only when it goes to WorkOS, and the oldest go:
 * https://github.com/workos/authkit-nextjs/pull/432.
 */
const prefix = "wos-auth-verifier";
const MOST_BEFORE_THE_NEXT = 4;

/** The names of those that have to go, of the cookies in a request: browsers send the oldest first. */
export function oldVerifiers(cookies: { name: string }[]): string[] {
  const names = cookies.map(({ name }) => name).filter((name) => name.startsWith(prefix));
  return names.slice(0, -MOST_BEFORE_THE_NEXT);
}

/** Drops them, in a route. */
export async function dropOldVerifiers() {
  const jar = await cookies();
  for (const name of oldVerifiers(jar.getAll())) jar.delete(name);
}

/** AuthKit's headers, for an answer that does not go to WorkOS. */
export function withoutVerifiers(headers: Headers): Headers {
  const rest = new Headers(headers);
  rest.delete("set-cookie");
  for (const cookie of headers.getSetCookie()) {
    if (!cookie.startsWith(prefix)) rest.append("set-cookie", cookie);
  }
  return rest;
}
