import { getTokenClaims } from "@workos-inc/authkit-nextjs";

/** In milliseconds: what is left of an access token has to be enough for a page. */
const ENOUGH = 5_000;

/** Whether a new access token has expired as it comes, because clocks are minutes apart. */
export async function isExpired(accessToken: string | undefined): Promise<boolean> {
  if (!accessToken) return false;
  const { exp = 0 } = await getTokenClaims(accessToken);
  return exp * 1_000 < Date.now() + ENOUGH;
}
