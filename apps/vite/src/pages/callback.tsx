import { buttonClass } from "@repo/ui/button";
import { LoadingPage } from "@repo/ui/message-page";
import { SignInFailed } from "@repo/ui/messages";
import { useAuth } from "@workos-inc/authkit-react";
import { Link, Redirect } from "wouter";

/** The redirect URI: AuthKit checks the code verifier and exchanges the code, then moves on. */
export function Callback() {
  const { isLoading, user } = useAuth();
  if (isLoading) return <LoadingPage>Signing you in…</LoadingPage>;
  if (user) return <Redirect to="/lists" replace />;
  // AuthKit tells its failures to the console only: this is what is left of one.
  return (
    <SignInFailed
      actions={
        <>
          <Link href="/sign-in" className={buttonClass("primary")}>
            Sign in again
          </Link>
          <Link href="/" className={buttonClass("secondary")}>
            Home
          </Link>
        </>
      }
    />
  );
}
