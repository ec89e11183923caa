import { LoadingPage } from "@repo/ui/message-page";
import { useAuth } from "@workos-inc/authkit-react";
import { useEffect, useState } from "react";

/** Goes to the hosted page in place of this one, so that Back does not lead here and off again. */
export function RedirectToAuthKit({
  screen,
  returnTo,
}: {
  screen: "sign-in" | "sign-up";
  /** A path of this app. */
  returnTo: string;
}) {
  const { isLoading, getSignInUrl, getSignUpUrl } = useAuth();
  const [hasFailed, setHasFailed] = useState(false);

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
