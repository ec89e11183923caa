"use client";

import { AccountMenu, type MenuLink } from "@repo/ui/account-menu";
import { buttonClass } from "@repo/ui/button";
import { useCurrent, useIsSessionOver } from "@repo/ui/current";
import { Brand, SiteHeader } from "@repo/ui/site-header";
import { useAuth } from "@workos-inc/authkit-nextjs/components";
import { useConvexAuth } from "convex/react";
import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import { useRef, type ReactNode } from "react";

export function Header() {
  const isSignedIn = useIsSignedIn();
  return (
    <SiteHeader
      home={
        <Link href="/" prefetch={false}>
          <Brand framework="Next.js" />
        </Link>
      }
      nav={isSignedIn && <NavLink href="/lists">My lists</NavLink>}
      account={isSignedIn ? <Account /> : <SignIn />}
    />
  );
}

function NavLink({ href, children }: { href: string; children: string }) {
  const path = usePathname();
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={path === href ? "page" : undefined}
      className={buttonClass("quiet")}
    >
      <PendingLink>{children}</PendingLink>
    </Link>
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

function Account() {
  const { user } = useAuth();
  const current = useCurrent();
  const signOut = useRef<HTMLFormElement>(null);
  return (
    <>
      {/* A form, because signing out is a POST; outside of the menu, which is gone once it closes. */}
      <form ref={signOut} action="/sign-out" method="post" hidden />
      <AccountMenu
        name={current?.user?.name ?? user?.name ?? ""}
        email={user?.email ?? ""}
        isAdmin={current?.isAdmin ?? false}
        Link={NoPrefetchLink}
        onSignOut={() => signOut.current?.requestSubmit()}
      />
    </>
  );
}

const NoPrefetchLink: MenuLink = (props) => <Link {...props} prefetch={false} />;
