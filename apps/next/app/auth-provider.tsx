"use client";

import { useConvexAuthFromAuthKit } from "@repo/authkit-convex";
import { AuthKitProvider, useAccessToken, useAuth } from "@workos-inc/authkit-nextjs/components";
import { ConvexProviderWithAuth, ConvexReactClient } from "convex/react";
import { useState, type ComponentProps, type ReactNode } from "react";
import { env } from "../env";

/** AuthKit's session, and Convex authenticated with it, for everything below. */
export function AuthProvider({
  children,
  initialAuth,
}: {
  children: ReactNode;
  /** Who is signed in, as the server knows it: saves a request, and the page from changing. */
  initialAuth: ComponentProps<typeof AuthKitProvider>["initialAuth"];
}) {
  const [convex] = useState(
    () =>
      new ConvexReactClient(env.convexUrl, {
        // AuthKit keeps its token fresh; without this Convex refreshes it on every page load too.
        initialAuthTokenReuse: true,
      }),
  );
  return (
    <AuthKitProvider initialAuth={initialAuth}>
      <ConvexProviderWithAuth client={convex} useAuth={useConvexAuthFromAuthKitNextjs}>
        {children}
      </ConvexProviderWithAuth>
    </AuthKitProvider>
  );
}

function useConvexAuthFromAuthKitNextjs() {
  const { user, loading, organizationId } = useAuth();
  const { getAccessToken, refresh } = useAccessToken();
  return useConvexAuthFromAuthKit({
    isLoading: loading,
    userId: user?.id,
    organizationId,
    getAccessToken: ({ forceRefresh }) => (forceRefresh ? refresh() : getAccessToken()),
  });
}
