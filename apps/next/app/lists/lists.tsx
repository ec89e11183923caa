"use client";

import type { api } from "@repo/convex-backend/api";
import { buttonClass } from "@repo/ui/button";
import { ListsPage } from "@repo/ui/lists-page";
import { MessagePage } from "@repo/ui/message-page";
import { usePreloadedQuery, type Preloaded } from "convex/react";
import { useIsSignedIn } from "../header";

type Props = {
  current: Preloaded<typeof api.users.current>;
  lists: Preloaded<typeof api.lists.mine>;
};

export function Lists(preloaded: Props) {
  return useIsSignedIn() ? <LiveLists {...preloaded} /> : <SessionEnded />;
}

function LiveLists({ current, lists }: Props) {
  return <ListsPage current={usePreloadedQuery(current)} lists={usePreloadedQuery(lists)} />;
}

/** The session was ended elsewhere while the page was open. */
function SessionEnded() {
  return (
    <MessagePage
      title="You have been signed out"
      actions={
        <a href="/sign-in?returnTo=/lists" className={buttonClass("primary")}>
          Sign in again
        </a>
      }
    >
      Your session has ended. Sign in to go on where you were.
    </MessagePage>
  );
}
