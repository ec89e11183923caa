"use client";

import { buttonClass } from "@repo/ui/button";
import Link from "next/link";
import { useIsSignedIn } from "./header";
import { SignedOutActions } from "./signed-out-actions";

/** For whom the server knew a session; it may have ended since. */
export function HomeActions() {
  return useIsSignedIn() ? (
    <Link href="/lists" className={buttonClass("primary")}>
      Open my lists
    </Link>
  ) : (
    <SignedOutActions />
  );
}
