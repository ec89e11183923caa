import { buttonClass } from "@repo/ui/button";
import { HomePage } from "@repo/ui/home-page";
import { withAuth } from "@workos-inc/authkit-nextjs";
import Link from "next/link";
import { SignInLink } from "./sign-in-link";

export default function Home() {
  return <HomePage framework="Next.js" actions={<HomeActions />} />;
}

/** As the server knows the session. One that has ended since is noticed at /lists. */
async function HomeActions() {
  const { user } = await withAuth();
  return user ? (
    <Link href="/lists" className={buttonClass("primary")}>
      Open my lists
    </Link>
  ) : (
    <>
      <SignInLink href="/sign-up" className={buttonClass("primary")}>
        Sign up
      </SignInLink>
      <SignInLink href="/sign-in" className={buttonClass("secondary")}>
        Sign in
      </SignInLink>
    </>
  );
}
