"use client";

import { AccountMenu } from "@repo/ui/account-menu";
import { buttonClass } from "@repo/ui/button";
import { useCurrent } from "@repo/ui/current";
import { ImpersonationBanner } from "@repo/ui/impersonation-banner";
import { Brand, SiteHeader } from "@repo/ui/site-header";
import { useAuth } from "@workos-inc/authkit-nextjs/components";
import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { post } from "./post";
import { NoPrefetchLink, useSwitchOrganization } from "./organization/actions";
import { SignIn } from "./signed-out";
import { useIsSignedIn } from "./use-is-signed-in";

export function Header() {
  const isSignedIn = useIsSignedIn();
  const { organizationId } = useAuth();
  return (
    <>
      {isSignedIn && <ImpersonationBanner onSignOut={() => post("/sign-out")} />}
      <SiteHeader
        home={
          <Link href="/" prefetch={false}>
            <Brand framework="Next.js" />
          </Link>
        }
        nav={
          isSignedIn && (
            <>
              <NavLink href="/lists">My lists</NavLink>
              {organizationId && <NavLink href="/organization">Organization</NavLink>}
            </>
          )
        }
        account={isSignedIn ? <Account /> : <SignIn />}
      />
    </>
  );
}

function NavLink({ href, children }: { href: string; children: string }) {
  const path = usePathname();
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={path === href || path.startsWith(`${href}/`) ? "page" : undefined}
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

function Account() {
  const { user, organizationId } = useAuth();
  const current = useCurrent();
  return (
    <AccountMenu
      name={current?.user?.name ?? user?.name ?? ""}
      email={user?.email ?? ""}
      isAdmin={current?.isAdmin ?? false}
      organizationId={organizationId}
      Link={NoPrefetchLink}
      switchTo={useSwitchOrganization()}
      onSignOut={() => post("/sign-out")}
    />
  );
}
