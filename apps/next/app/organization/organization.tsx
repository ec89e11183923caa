"use client";

import type { api } from "@repo/convex-backend/api";
import { OrganizationPage } from "@repo/ui/organization-page";
import { useSteady } from "@repo/ui/use-steady";
import { usePreloadedQuery, type Preloaded } from "convex/react";
import { SignedIn, type Person } from "../signed-in";
import { useOrganizationActions } from "./actions";

type Props = {
  current: Preloaded<typeof api.account.current>;
  organization: Preloaded<typeof api.organizations.current>;
  memberships: Preloaded<typeof api.organizations.mine>;
  lists: Preloaded<typeof api.lists.list>;
};

export function Organization({ person, ...preloaded }: Props & { person: Person }) {
  return (
    <SignedIn person={person}>
      <LiveOrganization {...preloaded} />
    </SignedIn>
  );
}

function LiveOrganization({ current, organization, memberships, lists }: Props) {
  return (
    <OrganizationPage
      current={useSteady(usePreloadedQuery(current))}
      organization={useSteady(usePreloadedQuery(organization))}
      memberships={useSteady(usePreloadedQuery(memberships))}
      lists={useSteady(usePreloadedQuery(lists))}
      actions={useOrganizationActions()}
    />
  );
}
