"use client";

import type { api } from "@repo/convex-backend/api";
import { ListsPage } from "@repo/ui/lists-page";
import { usePreloadedQuery, type Preloaded } from "convex/react";
import { SignedIn } from "../signed-in";

type Props = {
  current: Preloaded<typeof api.account.current>;
  lists: Preloaded<typeof api.lists.mine>;
};

export function Lists(preloaded: Props) {
  return (
    <SignedIn returnTo="/lists">
      <LiveLists {...preloaded} />
    </SignedIn>
  );
}

function LiveLists({ current, lists }: Props) {
  return <ListsPage current={usePreloadedQuery(current)} lists={usePreloadedQuery(lists)} />;
}
