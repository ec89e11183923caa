"use client";

import { useAccessTokenClaims } from "@repo/authkit-convex";
import type { api } from "@repo/convex-backend/api";
import { AccountPage } from "@repo/ui/account-page";
import { useSteady } from "@repo/ui/use-steady";
import { usePreloadedQuery, type Preloaded } from "convex/react";

type Props = {
  current: Preloaded<typeof api.account.current>;
  sessions: Preloaded<typeof api.account.sessions>;
};

export function Account({ current, sessions }: Props) {
  return (
    <AccountPage
      claims={useAccessTokenClaims()}
      current={useSteady(usePreloadedQuery(current))}
      sessions={useSteady(usePreloadedQuery(sessions))}
    />
  );
}
