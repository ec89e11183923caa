import { api } from "@repo/convex-backend/api";
import { withAuth } from "@workos-inc/authkit-nextjs";
import { preloadQuery } from "convex/nextjs";
import type { Metadata } from "next";
import { env } from "../../env";
import { Lists } from "./lists";

export const metadata: Metadata = { title: "My lists" };

/** Rendered with the person's data on the server; live in the browser from there on. */
export default async function ListsPage() {
  const { accessToken: token } = await withAuth();
  const options = { token, url: env.convexUrl };
  const [current, lists] = await Promise.all([
    preloadQuery(api.account.current, {}, options),
    preloadQuery(api.lists.mine, {}, options),
  ]);
  return <Lists current={current} lists={lists} />;
}
