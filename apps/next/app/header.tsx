"use client";

import { Button, buttonClass } from "@repo/ui/button";
import { useIsSessionOver } from "@repo/ui/current";
import { Brand, SiteHeader } from "@repo/ui/site-header";
import { useAuth } from "@workos-inc/authkit-nextjs/components";
import { useConvexAuth } from "convex/react";
import Link, { useLinkStatus } from "next/link";
import type { ReactNode } from "react";

export function Header() {
  const isSignedIn = useIsSignedIn();
  return (
    <SiteHeader
      home={
        <Link href="/" prefetch={false}>
          <Brand framework="Next.js" />
        </Link>
      }
      nav={
        isSignedIn && (
          <>
            <Link href="/lists" prefetch={false} className={buttonClass("quiet")}>
              <PendingLink>My lists</PendingLink>
            </Link>
            <Link href="/account" prefetch={false} className={buttonClass("quiet")}>
              <PendingLink>Account</PendingLink>
            </Link>
          </>
        )
      }
      account={isSignedIn ? <SignOut /> : <SignIn />}
    />
  );
}

/** Shows that the page behind the link is on its way, once it takes long enough to be noticed. */
function PendingLink({ children }: { children: ReactNode }) {
  const { pending } = useLinkStatus();
  return (
    <span aria-busy={pending} className="delay-200 aria-busy:animate-pulse">
      {children}
    </span>
  );
}

/** AuthKit knows first, from the server; once Convex has looked at the session, its word counts. */
export function useIsSignedIn(): boolean {
  const { user } = useAuth();
  const { isLoading, isAuthenticated } = useConvexAuth();
  const isOver = useIsSessionOver();
  return isLoading ? user !== null : isAuthenticated && !isOver;
}

/** Links, not <Link>s: each leaves the app, and must not be prefetched. */
function SignIn() {
  return (
    <>
      <a href="/sign-in" className={buttonClass("quiet")}>
        Sign in
      </a>
      <a href="/sign-up" className={buttonClass("primary")}>
        Sign up
      </a>
    </>
  );
}

function SignOut() {
  const { user } = useAuth();
  return (
    <form action="/sign-out" method="post" className="flex min-w-0 items-center gap-3">
      <span className="text-muted hidden truncate text-sm sm:inline">{user?.email}</span>
      <Button type="submit" variant="secondary">
        Sign out
      </Button>
    </form>
  );
}
