"use client";

import type { api } from "@repo/convex-backend/api";
import { NewOrganizationPage } from "@repo/ui/new-organization-page";
import { useSteady } from "@repo/ui/use-steady";
import { usePreloadedQuery, type Preloaded } from "convex/react";
import { useSwitchOrganization } from "../actions";

type Props = { current: Preloaded<typeof api.account.current> };

export function NewOrganization({ current }: Props) {
  return (
    <NewOrganizationPage
      current={useSteady(usePreloadedQuery(current))}
      switchTo={useSwitchOrganization()}
    />
  );
}
