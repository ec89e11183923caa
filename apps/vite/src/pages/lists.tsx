import { api } from "@repo/convex-backend/api";
import { buttonClass } from "@repo/ui/button";
import { ListsPage } from "@repo/ui/lists-page";
import { LoadingPage, MessagePage } from "@repo/ui/message-page";
import { useAuth } from "@workos-inc/authkit-react";
import { useConvexAuth, useQuery } from "convex/react";
import { Link } from "wouter";
import { RedirectToAuthKit } from "../redirect-to-authkit";

/** The protected page: for whom Convex has authenticated. */
export function Lists() {
  const { user } = useAuth();
  const { isLoading, isAuthenticated } = useConvexAuth();
  return (
    <>
      <title>My lists · Tandem</title>
      {isLoading ? (
        <LoadingPage />
      ) : isAuthenticated ? (
        <LiveLists />
      ) : user ? (
        <SessionEnded />
      ) : (
        <RedirectToAuthKit screen="sign-in" returnTo="/lists" />
      )}
    </>
  );
}

function LiveLists() {
  const current = useQuery(api.users.current);
  const lists = useQuery(api.lists.mine);
  if (current === undefined || lists === undefined) {
    return <LoadingPage>Fetching your lists…</LoadingPage>;
  }
  return <ListsPage current={current} lists={lists} />;
}

/** The session was ended elsewhere while the page was open. */
function SessionEnded() {
  return (
    <MessagePage
      title="You have been signed out"
      actions={
        <Link href="/sign-in?returnTo=/lists" className={buttonClass("primary")}>
          Sign in again
        </Link>
      }
    >
      Your session has ended. Sign in to go on where you were.
    </MessagePage>
  );
}
