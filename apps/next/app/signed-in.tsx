"use client";

import { buttonClass } from "@repo/ui/button";
import { SessionEnded } from "@repo/ui/messages";
import { useAuth } from "@workos-inc/authkit-nextjs/components";
import { useEffect, type ReactNode } from "react";
import { useIsSignedIn } from "./use-is-signed-in";

type Person = { userId: string | undefined; organizationId: string | undefined };

/** What a protected page shows, until the session ends while it is open. */
export function SignedIn({ person, children }: { person: Person; children: ReactNode }) {
  const { user, organizationId } = useAuth();
  const isSignedIn = useIsSignedIn();
  // After a navigation this page may be for somebody whom another tab has signed in meanwhile, and
  // what is around it is not.
  const isOfAnother = person.userId !== user?.id || person.organizationId !== organizationId;
  useEffect(() => {
    if (isOfAnother) location.reload();
  }, [isOfAnother]);

  if (isOfAnother) return null;
  return isSignedIn ? children : <Ended />;
}

/** Never on the server, which has signed in whom it makes a page for. */
function Ended() {
  const returnTo = encodeURIComponent(location.pathname + location.search);
  const signIn = (
    <a href={`/sign-in?returnTo=${returnTo}`} className={buttonClass("primary")}>
      Sign in again
    </a>
  );
  return <SessionEnded actions={signIn} />;
}
