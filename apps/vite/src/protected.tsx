import { useAccessTokenClaims } from "@repo/authkit-convex";
import { Button, buttonClass } from "@repo/ui/button";
import { LoadingPage } from "@repo/ui/message-page";
import { ClocksDisagree, SessionEnded, SignInUnreachable } from "@repo/ui/messages";
import { useState, type ComponentType, type ReactNode } from "react";
import { Link, Redirect } from "wouter";
import { currentPath } from "./browser";
import { useSession } from "./session";

/** A page that only a signed-in person sees; the backend is what protects the data on it. */
export function protectedPage(title: string, Page: ComponentType) {
  return function Protected() {
    return (
      <>
        <title>{`${title} · Tandem`}</title>
        <SignedIn Page={Page} />
      </>
    );
  };
}

function SignedIn({ Page }: { Page: ComponentType }) {
  const session = useSession();
  const signIn = `/sign-in?returnTo=${encodeURIComponent(currentPath())}`;
  switch (session) {
    case "loading":
      return <LoadingPage />;
    case "signed-in":
      // Asks before Convex has confirmed the session, so that the answer comes with the confirmation.
      return <Page />;
    case "signed-out":
      return <Redirect to={signIn} replace />;
    case "ended":
      return (
        <Ended
          actions={
            <Link href={signIn} className={buttonClass("primary")}>
              Sign in again
            </Link>
          }
        />
      );
    case "unreachable":
      return (
        <SignInUnreachable
          actions={<Button onClick={() => window.location.reload()}>Try again</Button>}
        />
      );
  }
}

/** Convex refuses a token that has expired as it comes: not the end of the session. */
function Ended({ actions }: { actions: ReactNode }) {
  const { exp = Infinity } = useAccessTokenClaims() ?? {};
  const [now] = useState(Date.now);
  const Message = exp * 1_000 < now ? ClocksDisagree : SessionEnded;
  return <Message actions={actions} />;
}
