"use client";

import type { api } from "@repo/convex-backend/api";
import { MembersPage } from "@repo/ui/members-page";
import { useSteady } from "@repo/ui/use-steady";
import { usePreloadedQuery, type Preloaded } from "convex/react";
import { useRouter } from "next/navigation";
import { useOrganizationActions } from "../actions";

type Props = {
  current: Preloaded<typeof api.account.current>;
  organization: Preloaded<typeof api.organizations.current>;
};

export function Members({ current, organization }: Props) {
  const router = useRouter();
  return (
    <MembersPage
      current={useSteady(usePreloadedQuery(current))}
      organization={useSteady(usePreloadedQuery(organization))}
      actions={useOrganizationActions()}
      onLeft={() => router.push("/lists")}
    />
  );
}
