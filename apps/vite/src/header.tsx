import { Button, buttonClass } from "@repo/ui/button";
import { Brand, SiteHeader } from "@repo/ui/site-header";
import { useAuth } from "@workos-inc/authkit-react";
import { Link } from "wouter";
import { env } from "./env";
import { useSession } from "./session";

export function Header() {
  const isSignedIn = useSession() === "signed-in";
  return (
    <SiteHeader
      home={
        <Link href="/">
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
      account={<AccountActions />}
    />
  );
}

function AccountActions() {
  const session = useSession();
  if (session === "signed-in") return <SignOut />;
  return session === "signed-out" || session === "ended" ? <SignIn /> : null;
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
