import { buttonClass } from "@repo/ui/button";
import {
  ClocksDisagree,
  SessionTooLarge,
  SignInFailed,
  SignInUnreachable,
} from "@repo/ui/messages";
import type { Metadata } from "next";
import { HomeLink } from "../signed-out";

export const metadata: Metadata = { title: "Sign-in" };

export default async function SignInErrorPage({
  searchParams,
}: {
  searchParams: Promise<{ reason?: string }>;
}) {
  const { reason } = await searchParams;
  if (reason === "unreachable") return <Unreachable />;
  const Message =
    reason === "clocks" ? ClocksDisagree : reason === "size" ? SessionTooLarge : SignInFailed;
  return (
    <Message
      actions={
        <>
          <a href="/sign-in" className={buttonClass("primary")}>
            Sign in again
          </a>
          <HomeLink className={buttonClass("secondary")}>Home</HomeLink>
        </>
      }
    />
  );
}

/** proxy.ts shows this in place of the page that was asked for, under that page's address. */
function Unreachable() {
  return (
    <>
      <meta httpEquiv="refresh" content="5" />
      <SignInUnreachable
        actions={
          <a href="" className={buttonClass("primary")}>
            Try again
          </a>
        }
      />
    </>
  );
}
