import { cookies } from "next/headers";

const MOST_BEFORE_THE_NEXT = 4;

/**
 * AuthKit keeps the code verifier of each sign-in that has begun in a cookie of its own, for ten
 * minutes, and its `getSignInUrl()` drops none, until a server refuses what the browser sends. So this
 * drops the oldest: https://github.com/workos/authkit-nextjs/pull/432.
 */
export async function dropOldVerifiers() {
  const jar = await cookies();
  // Browsers send the oldest first.
  const verifiers = jar.getAll().filter(({ name }) => name.startsWith("wos-auth-verifier"));
  for (const { name } of verifiers.slice(0, -MOST_BEFORE_THE_NEXT)) jar.delete(name);
}
