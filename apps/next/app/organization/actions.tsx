"use client";

import { renewAccessToken } from "@repo/authkit-convex";
import type { MenuLink } from "@repo/ui/account-menu";
import type { OrganizationActions } from "@repo/ui/organization";
import Link from "next/link";
import { post } from "../post";

export const NoPrefetchLink: MenuLink = (props) => <Link {...props} prefetch={false} />;

/** Never resolves: the page is left. */
export function switchOrganization(organizationId: string): Promise<never> {
  post("/switch-organization", { organizationId });
  return new Promise(() => {});
}

export const organizationActions: OrganizationActions = {
  Link: NoPrefetchLink,
  switchTo: switchOrganization,
  renewAccessToken,
};
