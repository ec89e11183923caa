import { useConvexAuthFromAuthKit } from "@repo/authkit-convex";
import { localPath } from "@repo/authkit-convex/local-path";
import { AuthKitProvider, LoginRequiredError, useAuth } from "@workos-inc/authkit-react";
import { ConvexProviderWithAuth } from "convex/react";
import type { ReactNode } from "react";
import { convex } from "./convex";
import { env } from "./env";
import { SessionProvider } from "./session";

/** AuthKit's session, and Convex authenticated with it, for everything below. */
export function AuthProvider({ children }: { children: ReactNode }) {
  return (
    <AuthKitProvider
      clientId={env.clientId}
      redirectUri={env.redirectUri}
      {...env.workosApi}
      onRedirectCallback={keepPathAfterSignIn}
    >
      <ConvexProviderWithAuth client={convex} useAuth={useConvexAuthFromAuthKitReact}>
        <SessionProvider>{children}</SessionProvider>
      </ConvexProviderWithAuth>
    </AuthKitProvider>
  );
}

/** Where the page of the redirect URI goes on to. */
export let pathAfterSignIn = "/lists";

function keepPathAfterSignIn({ state }: { state?: Record<string, unknown> | null }) {
  pathAfterSignIn = localPath(state?.returnTo, pathAfterSignIn);
}

function useConvexAuthFromAuthKitReact() {
  const { user, isLoading, organizationId, getAccessToken } = useAuth();
  return useConvexAuthFromAuthKit({
    isLoading,
    userId: user?.id,
    organizationId: organizationId ?? undefined,
    getAccessToken: async (options) => {
      try {
        return await getAccessToken(options);
      } catch (error) {
        if (error instanceof LoginRequiredError) return undefined;
        throw error;
      }
    },
  });
}
