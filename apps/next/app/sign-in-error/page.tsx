import { buttonClass } from "@repo/ui/button";
import { MessagePage } from "@repo/ui/message-page";
import type { Metadata } from "next";
import Link from "next/link";

export const metadata: Metadata = { title: "Sign-in" };

export default async function SignInErrorPage({
  searchParams,
}: {
  searchParams: Promise<{ reason?: string }>;
}) {
  const { reason } = await searchParams;
  return reason === "unreachable" ? <Unreachable /> : <Failed />;
}

function Failed() {
  return (
    <MessagePage
      title="That sign-in did not finish"
      actions={
        <>
          <a href="/sign-in" className={buttonClass("primary")}>
            Sign in again
          </a>
          <Link href="/" className={buttonClass("secondary")}>
            Home
          </Link>
        </>
      }
    >
      The link may have been used already, or was opened in another browser than it was made in.
      Nothing is lost.
    </MessagePage>
  );
}

function Unreachable() {
  return (
    <MessagePage
      title="The sign-in service does not answer"
      actions={
        // The address is still that of the page that was asked for.
        <a href="" className={buttonClass("primary")}>
          Try again
        </a>
      }
    >
      You are still signed in. This usually takes a moment.
    </MessagePage>
  );
}
