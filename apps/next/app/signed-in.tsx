"use client";

import { buttonClass } from "@repo/ui/button";
import { SessionEnded } from "@repo/ui/messages";
import type { ReactNode } from "react";
import { useIsSignedIn } from "./header";

/** What a protected page shows, until the session ends while it is open. */
export function SignedIn({ returnTo, children }: { returnTo: string; children: ReactNode }) {
  if (useIsSignedIn()) return children;
  return (
    <SessionEnded
      actions={
        <a href={`/sign-in?returnTo=${returnTo}`} className={buttonClass("primary")}>
          Sign in again
        </a>
      }
    />
  );
}
