"use client";

import type { api } from "@repo/convex-backend/api";
import { AdminPage } from "@repo/ui/admin-page";
import { buttonClass } from "@repo/ui/button";
import { useSteady } from "@repo/ui/use-steady";
import { usePreloadedQuery, type Preloaded } from "convex/react";
import Link from "next/link";

type Props = { current: Preloaded<typeof api.account.current> };

export function Admin({ current }: Props) {
  return (
    <AdminPage
      current={useSteady(usePreloadedQuery(current))}
      actions={
        <Link href="/lists" className={buttonClass("primary")}>
          My lists
        </Link>
      }
    />
  );
}
