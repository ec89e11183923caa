"use client";

import { buttonClass } from "@repo/ui/button";
import Link from "next/link";
import { useIsSignedIn } from "./header";

export function HomeActions() {
  return useIsSignedIn() ? (
    <Link href="/lists" className={buttonClass("primary")}>
      Open my lists
    </Link>
  ) : (
    <>
      <a href="/sign-up" className={buttonClass("primary")}>
        Sign up
      </a>
      <a href="/sign-in" className={buttonClass("secondary")}>
        Sign in
      </a>
    </>
  );
}
