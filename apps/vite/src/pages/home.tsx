import { buttonClass } from "@repo/ui/button";
import { HomePage } from "@repo/ui/home-page";
import { Link } from "wouter";
import { env } from "../env";
import { useSession } from "../session";

export function Home() {
  return (
    <>
      <title>Tandem</title>
      <HomePage framework="Vite" otherAppUrl={env.otherAppUrl} actions={<HomeActions />} />
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
      <Link href="/sign-up" className={buttonClass("primary")}>
        Create an account
      </Link>
      <Link href="/sign-in" className={buttonClass("secondary")}>
        Sign in
      </Link>
    </>
  );
}
