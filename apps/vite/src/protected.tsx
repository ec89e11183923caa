import { useAccessTokenClaims } from "@repo/authkit-convex";
import { Button, buttonClass } from "@repo/ui/button";
import { LoadingPage } from "@repo/ui/message-page";
import { ClocksDisagree, SessionEnded, SignInUnreachable } from "@repo/ui/messages";
import { useState, type ReactNode } from "react";
import { Link } from "wouter";
import { currentPath } from "./browser";
import { RedirectToAuthKit } from "./redirect-to-authkit";
import { useSession } from "./session";

type Props = { title: string; children: ReactNode };

/** A page that only a signed-in person sees; the backend is what protects the data on it. */
export function Protected({ title, children }: Props) {
  return (
    <>
      <title>{`${title} · Tandem`}</title>
      <SignedIn>{children}</SignedIn>
    </>
  );
}

function SignedIn({ children }: Pick<Props, "children">) {
  const session = useSession();
  switch (session) {
    case "loading":
      return <LoadingPage />;
    case "signed-in":
      // Asks before Convex has confirmed the session, so that the answer comes with the confirmation.
      return children;
    case "signed-out":
      return <RedirectToAuthKit screen="sign-in" returnTo={currentPath()} />;
    case "ended":
      return (
        <Ended
          actions={
            <Link
              href={`/sign-in?returnTo=${encodeURIComponent(currentPath())}`}
              className={buttonClass("primary")}
            >
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
