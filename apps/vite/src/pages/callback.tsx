import { buttonClass } from "@repo/ui/button";
import { LoadingPage } from "@repo/ui/message-page";
import { SignInFailed } from "@repo/ui/messages";
import { Link, Redirect } from "wouter";
import { pathAfterSignIn } from "../auth-provider";
import { useSession } from "../session";

/** The redirect URI: AuthKit checks the code verifier and exchanges the code, then moves on. */
export function Callback() {
  const session = useSession();
  if (session === "loading") return <LoadingPage>Signing you in…</LoadingPage>;
  // Also after a code that was refused, which ends no session.
  if (session === "signed-in") return <Redirect to={pathAfterSignIn} replace />;
  // AuthKit tells its failures to the console only: this is what is left of one.
  return (
    <>
      <title>Sign-in · Tandem</title>
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
    </>
  );
}
