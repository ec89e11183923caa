"use client";

import type { api } from "@repo/convex-backend/api";
import { AdminPage } from "@repo/ui/admin-page";
import { buttonClass } from "@repo/ui/button";
import { LoadingPage } from "@repo/ui/message-page";
import { AdminsOnly } from "@repo/ui/messages";
import { useEnsureUser } from "@repo/ui/use-ensure-user";
import { useConvexAuth, usePreloadedQuery, type Preloaded } from "convex/react";
import Link from "next/link";
import { SignedIn } from "../signed-in";

type Props = { current: Preloaded<typeof api.account.current> };

export function Admin(preloaded: Props) {
  return (
    <SignedIn returnTo="/admin">
      <LiveAdmin {...preloaded} />
    </SignedIn>
  );
}

function LiveAdmin({ current }: Props) {
  const { isAuthenticated } = useConvexAuth();
  const account = usePreloadedQuery(current);
  useEnsureUser(account);
  if (account?.reason === "beingSetUp") return <LoadingPage>Setting up your account…</LoadingPage>;
  // The page asks what only an admin may: not before Convex knows who asks.
  if (account?.isAdmin) return isAuthenticated && <AdminPage />;
  return (
    <AdminsOnly
      actions={
        <Link href="/lists" className={buttonClass("primary")}>
          My lists
        </Link>
      }
    />
  );
}
