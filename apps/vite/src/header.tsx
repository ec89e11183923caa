import { AccountMenu } from "@repo/ui/account-menu";
import { buttonClass } from "@repo/ui/button";
import { useCurrent } from "@repo/ui/current";
import { ImpersonationBanner } from "@repo/ui/impersonation-banner";
import { Brand, SiteHeader } from "@repo/ui/site-header";
import { useAuth } from "@workos-inc/authkit-react";
import { Link, useLocation } from "wouter";
import { env } from "./env";
import { useSwitchOrganization } from "./organization";
import { useSession } from "./session";
import { SignInLink } from "./sign-in-link";

export function Header() {
  const session = useSession();
  const isSignedIn = session === "signed-in";
  const isSignedOut = session === "signed-out" || session === "ended";
  const { organizationId } = useAuth();
  const signOut = useSignOut();
  return (
    <>
      {isSignedIn && <ImpersonationBanner onSignOut={signOut} />}
      <SiteHeader
        home={
          <Link href="/">
            <Brand framework="Vite" />
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
        account={isSignedIn ? <Account /> : isSignedOut && <SignIn />}
      />
    </>
  );
}

function NavLink({ href, children }: { href: string; children: string }) {
  const [path] = useLocation();
  return (
    <Link
      href={href}
      aria-current={path === href || path.startsWith(`${href}/`) ? "page" : undefined}
      className={buttonClass("quiet")}
    >
      {children}
    </Link>
  );
}

function Account() {
  const { user, organizationId } = useAuth();
  const signOut = useSignOut();
  const switchTo = useSwitchOrganization();
  const current = useCurrent();
  return (
    <AccountMenu
      name={current?.user?.name ?? [user?.firstName, user?.lastName].filter(Boolean).join(" ")}
      email={user?.email ?? ""}
      isAdmin={current?.isAdmin ?? false}
      organizationId={organizationId ?? undefined}
      Link={Link}
      switchTo={switchTo}
      onSignOut={signOut}
    />
  );
}

function SignIn() {
  return (
    <>
      <SignInLink screen="sign-in" className={buttonClass("quiet")}>
        Sign in
      </SignInLink>
      <SignInLink screen="sign-up" className={buttonClass("primary")}>
        Sign up
      </SignInLink>
    </>
  );
}

function useSignOut() {
  const { signOut } = useAuth();
  return () => signOut({ returnTo: new URL("/", env.redirectUri).href });
}
