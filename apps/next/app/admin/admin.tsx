"use client";

import type { api } from "@repo/convex-backend/api";
import { AdminPage } from "@repo/ui/admin-page";
import { useSteady } from "@repo/ui/use-steady";
import { usePreloadedQuery, type Preloaded } from "convex/react";
import { NoPrefetchLink } from "../organization/actions";

type Props = { current: Preloaded<typeof api.account.current> };

export function Admin({ current }: Props) {
  return <AdminPage current={useSteady(usePreloadedQuery(current))} Link={NoPrefetchLink} />;
}
