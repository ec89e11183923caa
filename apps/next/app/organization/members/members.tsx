"use client";

import type { api } from "@repo/convex-backend/api";
import { MembersPage } from "@repo/ui/members-page";
import { useSteady } from "@repo/ui/use-steady";
import { usePreloadedQuery, type Preloaded } from "convex/react";
import { useRouter } from "next/navigation";
import { SignedIn, type Person } from "../../signed-in";
import { useOrganizationActions } from "../actions";

type Props = {
  current: Preloaded<typeof api.account.current>;
  organization: Preloaded<typeof api.organizations.current>;
  memberships: Preloaded<typeof api.organizations.mine>;
  invitations: Preloaded<typeof api.invitations.list>;
};

export function Members({ person, ...preloaded }: Props & { person: Person }) {
  return (
    <SignedIn person={person}>
      <LiveMembers {...preloaded} />
    </SignedIn>
  );
}

function LiveMembers({ current, organization, memberships, invitations }: Props) {
  const router = useRouter();
  return (
    <MembersPage
      current={useSteady(usePreloadedQuery(current))}
      organization={useSteady(usePreloadedQuery(organization))}
      memberships={useSteady(usePreloadedQuery(memberships))}
      invitations={useSteady(usePreloadedQuery(invitations))}
      actions={useOrganizationActions()}
      onLeft={() => router.push("/lists")}
    />
  );
}
