import { api } from "@repo/convex-backend/api";
import { withAuth } from "@workos-inc/authkit-nextjs";
import { preloadQuery } from "convex/nextjs";
import type { Metadata } from "next";
import { env } from "../../env";
import { Admin } from "./admin";

export const metadata: Metadata = { title: "Who may sign up" };

export default async function AdminPage() {
  const { accessToken: token } = await withAuth();
  const options = { token, url: env.convexUrl };
  return <Admin current={await preloadQuery(api.account.current, {}, options)} />;
}
