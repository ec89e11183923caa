import { api } from "@repo/convex-backend/api";
import { Button, buttonClass } from "@repo/ui/button";
import { ListsPage } from "@repo/ui/lists-page";
import { LoadingPage } from "@repo/ui/message-page";
import { SessionEnded, SignInUnreachable } from "@repo/ui/messages";
import { LoginRequiredError, useAuth } from "@workos-inc/authkit-react";
import { useQuery } from "convex/react";
import { useEffect, useState } from "react";
import { Link } from "wouter";
import { useIsSignedIn } from "../header";
import { RedirectToAuthKit } from "../redirect-to-authkit";

/** The protected page. */
export function Lists() {
  return (
    <>
      <title>My lists · Tandem</title>
      <Content />
    </>
  );
}

function Content() {
  const { user } = useAuth();
  const isSignedIn = useIsSignedIn();
  if (isSignedIn === undefined) return <LoadingPage />;
  // Asks before Convex has confirmed the session, so that the answer comes with the confirmation.
  if (isSignedIn) return <LiveLists />;
  return user ? <EndedSession /> : <NoUser />;
}

function LiveLists() {
  const current = useQuery(api.users.current);
  const lists = useQuery(api.lists.mine);
  if (current === undefined || lists === undefined) {
    return <LoadingPage>Fetching your lists…</LoadingPage>;
  }
  return <ListsPage current={current} lists={lists} />;
}

function EndedSession() {
  return (
    <SessionEnded
      actions={
        <Link href="/sign-in?returnTo=/lists" className={buttonClass("primary")}>
          Sign in again
        </Link>
      }
    />
  );
}

/** AuthKit has no user: because nobody is signed in, or because it could not find out. */
function NoUser() {
  const { getAccessToken } = useAuth();
  const [isSignedOut, setIsSignedOut] = useState<boolean>();

  useEffect(() => {
    let isCurrent = true;
    getAccessToken().catch((error: unknown) => {
      if (isCurrent) setIsSignedOut(error instanceof LoginRequiredError);
    });
    return () => {
      isCurrent = false;
    };
  }, [getAccessToken]);

  if (isSignedOut === undefined) return <LoadingPage />;
  if (isSignedOut) return <RedirectToAuthKit screen="sign-in" returnTo="/lists" />;
  return (
    <SignInUnreachable
      actions={<Button onClick={() => window.location.reload()}>Try again</Button>}
    />
  );
}
