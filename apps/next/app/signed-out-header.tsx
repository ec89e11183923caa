import { buttonClass } from "@repo/ui/button";
import { Brand, SiteHeader } from "@repo/ui/site-header";

/** The header where the server knows of no session: links, and no code in the browser. */
export function SignedOutHeader() {
  return (
    <SiteHeader
      home={
        // eslint-disable-next-line @next/next/no-html-link-for-pages -- a <Link> is code in the browser
        <a href="/">
          <Brand framework="Next.js" />
        </a>
      }
      nav={null}
      account={<SignIn />}
    />
  );
}

/** Links, not <Link>s: each leaves the app, and must not be prefetched. */
export function SignIn() {
  return (
    <>
      <a href="/sign-in" className={buttonClass("quiet")}>
        Sign in
      </a>
      <a href="/sign-up" className={buttonClass("primary")}>
        Sign up
      </a>
    </>
  );
}
