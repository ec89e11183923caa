"use client";

import { renewAccessToken } from "@repo/authkit-convex";
import type { MenuLink } from "@repo/ui/account-menu";
import type { OrganizationActions } from "@repo/ui/organization";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { postInTurn } from "../fetch-access-token";

export const NoPrefetchLink: MenuLink = (props) => <Link {...props} prefetch={false} />;

/** Gets the session a token of another organization, and shows that organization's lists. */
export function useSwitchOrganization() {
  const router = useRouter();
  return async (organizationId: string) => {
    const query = new URLSearchParams({ organizationId });
    if (!(await postInTurn(`/switch-organization?${query}`))) {
      // The organization may ask for another way to sign in, which WorkOS then shows.
      const signIn = new URL("/sign-in", location.origin);
      signIn.search = new URLSearchParams({ organizationId, returnTo: "/organization" }).toString();
      location.assign(signIn);
      return new Promise<void>(() => {});
    }
    // The page, and the layout with the session: one transition, so that both change at once.
    startTransition(() => {
      router.push("/organization");
      router.refresh();
    });
  };
}

export function useOrganizationActions(): OrganizationActions {
  return { Link: NoPrefetchLink, switchTo: useSwitchOrganization(), renewAccessToken };
}
