import { buttonClass } from "@repo/ui/button";

export function SignedOutActions() {
  return (
    <>
      <a href="/sign-up" className={buttonClass("primary")}>
        Create an account
      </a>
      <a href="/sign-in" className={buttonClass("secondary")}>
        Sign in
      </a>
    </>
  );
}
