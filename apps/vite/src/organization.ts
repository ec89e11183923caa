import { renewAccessToken } from "@repo/authkit-convex";
import type { OrganizationActions } from "@repo/ui/organization";
import { useAuth } from "@workos-inc/authkit-react";
import { Link } from "wouter";
import { navigate } from "wouter/use-browser-location";

/** Gets the session a token of another organization, and shows that organization's lists. */
export function useSwitchOrganization() {
  const { switchToOrganization } = useAuth();
  return async (organizationId: string) => {
    // AuthKit goes to the hosted page when the organization asks for another sign-in.
    const signInOpts = { state: { returnTo: "/organization" } };
    await switchToOrganization({ organizationId, signInOpts });
    navigate("/organization");
  };
}

export function useOrganizationActions(): OrganizationActions {
  return { Link, switchTo: useSwitchOrganization(), renewAccessToken };
}
