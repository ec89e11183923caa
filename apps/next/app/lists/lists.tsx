"use client";

import { useAccessTokenClaims } from "@repo/authkit-convex";
import type { api } from "@repo/convex-backend/api";
import { ListsPage } from "@repo/ui/lists-page";
import { useSteady } from "@repo/ui/use-steady";
import { usePreloadedQuery, type Preloaded } from "convex/react";

type Props = {
  current: Preloaded<typeof api.account.current>;
  lists: Preloaded<typeof api.lists.list>;
};

export function Lists({ current, lists }: Props) {
  return (
    <ListsPage
      claims={useAccessTokenClaims()}
      current={useSteady(usePreloadedQuery(current))}
      lists={useSteady(usePreloadedQuery(lists))}
    />
  );
}
