import { withAuth } from "@workos-inc/authkit-nextjs";
import { env } from "../env";

/** Who a page is rendered for, and the options of its Convex queries. */
export async function currentPerson() {
  const { user, organizationId, accessToken } = await withAuth();
  return {
    person: { userId: user?.id, organizationId },
    options: { token: accessToken, url: env.convexUrl },
  };
}
