"use client";

import type { api } from "@repo/convex-backend/api";
import { OrganizationPage } from "@repo/ui/organization-page";
import { useSteady } from "@repo/ui/use-steady";
import { usePreloadedQuery, type Preloaded } from "convex/react";
import { useOrganizationActions } from "./actions";

type Props = {
  current: Preloaded<typeof api.account.current>;
  organization: Preloaded<typeof api.organizations.current>;
  lists: Preloaded<typeof api.lists.list>;
};

export function Organization({ current, organization, lists }: Props) {
  return (
    <OrganizationPage
      current={useSteady(usePreloadedQuery(current))}
      organization={useSteady(usePreloadedQuery(organization))}
      lists={useSteady(usePreloadedQuery(lists))}
      actions={useOrganizationActions()}
    />
  );
}
