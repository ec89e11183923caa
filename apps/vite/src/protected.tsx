import { Button, buttonClass } from "@repo/ui/button";
import { LoadingPage } from "@repo/ui/message-page";
import { SessionEnded, SignInUnreachable } from "@repo/ui/messages";
import { LoginRequiredError, useAuth } from "@workos-inc/authkit-react";
import { useEffect, useState, type ReactNode } from "react";
import { Link } from "wouter";
import { useIsSignedIn } from "./header";
import { RedirectToAuthKit } from "./redirect-to-authkit";

type Props = {
  title: string;
  /** The page's own path. */
  returnTo: string;
  children: ReactNode;
};

/** A page that only a signed-in person sees; the backend is what protects the data on it. */
export function Protected({ title, returnTo, children }: Props) {
  return (
    <>
      <title>{`${title} · Tandem`}</title>
      <SignedIn returnTo={returnTo}>{children}</SignedIn>
    </>
  );
}

function SignedIn({ returnTo, children }: Omit<Props, "title">) {
  const { user } = useAuth();
  const isSignedIn = useIsSignedIn();
  if (isSignedIn === undefined) return <LoadingPage />;
  // Asks before Convex has confirmed the session, so that the answer comes with the confirmation.
  if (isSignedIn) return children;
  return user ? <EndedSession returnTo={returnTo} /> : <NoUser returnTo={returnTo} />;
}

function EndedSession({ returnTo }: { returnTo: string }) {
  return (
    <SessionEnded
      actions={
        <Link href={`/sign-in?returnTo=${returnTo}`} className={buttonClass("primary")}>
          Sign in again
        </Link>
      }
    />
  );
}

/** AuthKit has no user: because nobody is signed in, or because it could not find out. */
function NoUser({ returnTo }: { returnTo: string }) {
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
  if (isSignedOut) return <RedirectToAuthKit screen="sign-in" returnTo={returnTo} />;
  return (
    <SignInUnreachable
      actions={<Button onClick={() => window.location.reload()}>Try again</Button>}
    />
  );
}
