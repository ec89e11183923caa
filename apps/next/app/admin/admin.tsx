"use client";

import type { api } from "@repo/convex-backend/api";
import { AdminPage } from "@repo/ui/admin-page";
import { buttonClass } from "@repo/ui/button";
import { AdminsOnly } from "@repo/ui/messages";
import { useConvexAuth, usePreloadedQuery, type Preloaded } from "convex/react";
import Link from "next/link";
import { SignedIn, type Person } from "../signed-in";

type Props = { current: Preloaded<typeof api.account.current> };

export function Admin({ person, ...preloaded }: Props & { person: Person }) {
  return (
    <SignedIn person={person}>
      <LiveAdmin {...preloaded} />
    </SignedIn>
  );
}

function LiveAdmin({ current }: Props) {
  const { isAuthenticated } = useConvexAuth();
  const isAdmin = usePreloadedQuery(current)?.isAdmin;
  // The page asks what only an admin may: not before Convex knows who asks.
  if (isAdmin) return isAuthenticated && <AdminPage />;
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
