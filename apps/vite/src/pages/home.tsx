import { buttonClass } from "@repo/ui/button";
import { HomePage } from "@repo/ui/home-page";
import { Link } from "wouter";
import { useIsSignedIn } from "../header";

export function Home() {
  return (
    <>
      <title>Tandem</title>
      <HomePage framework="Vite" actions={<HomeActions />} />
    </>
  );
}

function HomeActions() {
  const isSignedIn = useIsSignedIn();
  if (isSignedIn === undefined) return null;
  return isSignedIn ? (
    <Link href="/lists" className={buttonClass("primary")}>
      Open my lists
    </Link>
  ) : (
    <>
      <Link href="/sign-up" className={buttonClass("primary")}>
        Create an account
      </Link>
      <Link href="/sign-in" className={buttonClass("secondary")}>
        Sign in
      </Link>
    </>
  );
}
