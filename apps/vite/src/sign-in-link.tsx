import { useAuth } from "@workos-inc/authkit-react";
import type { MouseEvent, ReactNode } from "react";
import { Link, useLocation } from "wouter";

type Props = { screen: "sign-in" | "sign-up"; className: string; children: ReactNode };

/** A link to /sign-in or /sign-up that goes on to AuthKit at once, without showing that page. */
export function SignInLink({ screen, ...props }: Props) {
  const { getSignInUrl, getSignUpUrl } = useAuth();
  const [, navigate] = useLocation();
  const page = `/${screen}`;

  async function goToAuthKit(event: MouseEvent) {
    event.preventDefault();
    const getUrl = screen === "sign-in" ? getSignInUrl : getSignUpUrl;
    const url = await getUrl({ state: { returnTo: "/lists" } }).catch(() => "");
    // The page says that there is no way to AuthKit.
    if (url) window.location.assign(url);
    else navigate(page);
  }

  return <Link href={page} onClick={(event) => void goToAuthKit(event)} {...props} />;
}
