import { api } from "@repo/convex-backend/api";
import { withAuth } from "@workos-inc/authkit-nextjs";
import { preloadQuery } from "convex/nextjs";
import type { Metadata } from "next";
import { env } from "../../env";
import { Account } from "./account";

export const metadata: Metadata = { title: "My account" };

export default async function AccountPage() {
  const { accessToken: token } = await withAuth();
  const options = { token, url: env.convexUrl };
  const [current, sessions] = await Promise.all([
    preloadQuery(api.account.current, {}, options),
    preloadQuery(api.sessions.mine, {}, options),
  ]);
  return <Account current={current} sessions={sessions} />;
}
