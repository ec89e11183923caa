import { LoadingPage } from "@repo/ui/message-page";
import { useAuth } from "@workos-inc/authkit-react";
import { useEffect } from "react";

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

  useEffect(() => {
    if (isLoading) return;
    let isCurrent = true;
    const getUrl = screen === "sign-in" ? getSignInUrl : getSignUpUrl;
    void getUrl({ state: { returnTo } }).then((url) => {
      if (isCurrent) window.location.replace(url);
    });
    return () => {
      isCurrent = false;
    };
  }, [isLoading, getSignInUrl, getSignUpUrl, screen, returnTo]);

  return <LoadingPage>Taking you to {screen}…</LoadingPage>;
}
