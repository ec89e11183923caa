import { buttonClass } from "@repo/ui/button";
import { Brand, SiteHeader } from "@repo/ui/site-header";
import type { ReactNode } from "react";
import { SignInLink } from "./sign-in-link";

// What visitors see for whom the server knows no session. Each link loads a document, because the frame
// around the page may have to be another.

export function SignedOutHeader() {
  return (
    <SiteHeader
      home={
        <HomeLink>
          <Brand framework="Next.js" />
        </HomeLink>
      }
      nav={null}
      account={<SignIn />}
    />
  );
}

export function HomeLink({ className, children }: { className?: string; children: ReactNode }) {
  return (
    // eslint-disable-next-line @next/next/no-html-link-for-pages -- a <Link> would keep the frame
    <a href="/" className={className}>
      {children}
    </a>
  );
}

export function SignIn() {
  return (
    <>
      <SignInLink href="/sign-in" className={buttonClass("quiet")}>
        Sign in
      </SignInLink>
      <SignInLink href="/sign-up" className={buttonClass("primary")}>
        Sign up
      </SignInLink>
    </>
  );
}
