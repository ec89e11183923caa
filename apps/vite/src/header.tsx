import { Button, buttonClass } from "@repo/ui/button";
import { Brand, SiteHeader } from "@repo/ui/site-header";
import { useAuth } from "@workos-inc/authkit-react";
import { useConvexAuth } from "convex/react";
import { Link } from "wouter";
import { env } from "./env";

export function Header() {
  const isSignedIn = useIsSignedIn();
  return (
    <SiteHeader
      home={
        <Link href="/" aria-label="Tandem, home">
          <Brand framework="Vite" />
        </Link>
      }
      nav={
        isSignedIn && (
          <>
            <Link href="/lists" className={buttonClass("quiet")}>
              My lists
            </Link>
            <Link href="/account" className={buttonClass("quiet")}>
              Account
            </Link>
          </>
        )
      }
      account={isSignedIn === undefined ? null : isSignedIn ? <SignOut /> : <SignIn />}
    />
  );
}

/**
 * `undefined` until AuthKit has looked for a session. It knows first; once Convex has looked at the
 * session too, its word counts.
 */
export function useIsSignedIn(): boolean | undefined {
  const { user, isLoading: isAuthKitLoading } = useAuth();
  const { isLoading, isAuthenticated } = useConvexAuth();
  if (isAuthKitLoading && user === null) return undefined;
  return isLoading ? user !== null : isAuthenticated;
}

function SignIn() {
  return (
    <>
      <Link href="/sign-in" className={buttonClass("quiet")}>
        Sign in
      </Link>
      <Link href="/sign-up" className={buttonClass("primary")}>
        Sign up
      </Link>
    </>
  );
}

function SignOut() {
  const { user, signOut } = useAuth();
  return (
    <>
      <span className="text-muted hidden truncate text-sm sm:inline">{user?.email}</span>
      <Button
        variant="secondary"
        onClick={() => signOut({ returnTo: new URL("/", env.redirectUri).href })}
      >
        Sign out
      </Button>
    </>
  );
}
