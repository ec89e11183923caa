import { localPath } from "@repo/authkit-convex/local-path";
import { LoadingPage } from "@repo/ui/message-page";
import { useAuth } from "@workos-inc/authkit-react";
import { useEffect, useState } from "react";
import { useSearchParams } from "wouter";

/** Where every sign-in starts: a link to here, or WorkOS, which knows it as the sign-in endpoint. */
export function SignIn() {
  return <RedirectToAuthKit screen="sign-in" />;
}

/** Where every sign-up starts. */
export function SignUp() {
  return <RedirectToAuthKit screen="sign-up" />;
}

/** Goes to the hosted page in place of this one, so that Back does not lead here and off again. */
function RedirectToAuthKit({ screen }: { screen: "sign-in" | "sign-up" }) {
  const { isLoading, getSignInUrl, getSignUpUrl } = useAuth();
  const [params] = useSearchParams();
  const [hasFailed, setHasFailed] = useState(false);
  const returnTo = localPath(params.get("returnTo"), "/lists");

  useEffect(() => {
    if (isLoading) return;
    let isCurrent = true;
    const getUrl = screen === "sign-in" ? getSignInUrl : getSignUpUrl;
    getUrl({ state: { returnTo } }).then(
      (url) => {
        if (!isCurrent) return;
        // An AuthKit that did not start has no URL, and "" would be this page again, without end.
        if (url) window.location.replace(url);
        else setHasFailed(true);
      },
      () => isCurrent && setHasFailed(true),
    );
    return () => {
      isCurrent = false;
    };
  }, [isLoading, getSignInUrl, getSignUpUrl, screen, returnTo]);

  if (hasFailed) throw new Error("AuthKit has made no URL to sign in at.");
  return (
    <>
      <title>Sign-in · Tandem</title>
      <LoadingPage>{screen === "sign-in" ? "Opening sign-in…" : "Opening sign-up…"}</LoadingPage>
    </>
  );
}
