"use client";

import { buttonClass } from "@repo/ui/button";
import { SessionEnded } from "@repo/ui/messages";
import { useAuth } from "@workos-inc/authkit-nextjs/components";
import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, type ReactNode } from "react";
import { useIsSignedIn } from "./use-is-signed-in";

export type Person = { userId: string | undefined; organizationId: string | undefined };

/** What a protected page shows, until the session ends while it is open. */
export function SignedIn({ person, children }: { person: Person; children: ReactNode }) {
  const { user, organizationId } = useAuth();
  const isSignedIn = useIsSignedIn();
  const returnTo = useReturnTo();
  // After a navigation this page may be for somebody whom another tab has signed in meanwhile, and
  // what is around it is not.
  const isOfAnother = person.userId !== user?.id || person.organizationId !== organizationId;
  useEffect(() => {
    if (isOfAnother) location.reload();
  }, [isOfAnother]);

  if (isOfAnother) return null;
  if (isSignedIn) return children;
  return (
    <SessionEnded
      actions={
        <a
          href={`/sign-in?returnTo=${encodeURIComponent(returnTo)}`}
          className={buttonClass("primary")}
        >
          Sign in again
        </a>
      }
    />
  );
}

function useReturnTo(): string {
  const path = usePathname();
  const query = useSearchParams().toString();
  return query ? `${path}?${query}` : path;
}
