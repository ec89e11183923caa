"use client";

import type { api } from "@repo/convex-backend/api";
import { buttonClass } from "@repo/ui/button";
import { ListsPage } from "@repo/ui/lists-page";
import { SessionEnded } from "@repo/ui/messages";
import { usePreloadedQuery, type Preloaded } from "convex/react";
import { useIsSignedIn } from "../header";

type Props = {
  current: Preloaded<typeof api.users.current>;
  lists: Preloaded<typeof api.lists.mine>;
};

export function Lists(preloaded: Props) {
  if (useIsSignedIn()) return <LiveLists {...preloaded} />;
  return (
    <SessionEnded
      actions={
        <a href="/sign-in?returnTo=/lists" className={buttonClass("primary")}>
          Sign in again
        </a>
      }
    />
  );
}

function LiveLists({ current, lists }: Props) {
  return <ListsPage current={usePreloadedQuery(current)} lists={usePreloadedQuery(lists)} />;
}
