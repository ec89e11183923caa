import { buttonClass } from "@repo/ui/button";
import { HomePage } from "@repo/ui/home-page";
import { Link } from "wouter";
import { useSession } from "../session";
import { SignInLink } from "../sign-in-link";

export function Home() {
  return (
    <>
      <title>Tandem</title>
      <HomePage framework="Vite" actions={<HomeActions />} />
    </>
  );
}

function HomeActions() {
  const session = useSession();
  if (session === "loading") return null;
  return session === "signed-in" || session === "unreachable" ? (
    <Link href="/lists" className={buttonClass("primary")}>
      Open my lists
    </Link>
  ) : (
    <>
      <SignInLink screen="sign-up" className={buttonClass("primary")}>
        Sign up
      </SignInLink>
      <SignInLink screen="sign-in" className={buttonClass("secondary")}>
        Sign in
      </SignInLink>
    </>
  );
}
