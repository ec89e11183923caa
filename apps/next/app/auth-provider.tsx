"use client";

import { useConvexAuthFromAuthKit } from "@repo/authkit-convex";
import { AuthKitProvider, useAuth } from "@workos-inc/authkit-nextjs/components";
import { ConvexProviderWithAuth, ConvexReactClient } from "convex/react";
import { useEffect, useRef, useState, type ComponentProps, type ReactNode } from "react";
import { env } from "../env";
import { fetchAccessToken, hasTokenOfDocument } from "./fetch-access-token";

/** AuthKit's session, and Convex authenticated with it, for everything below. */
export function AuthProvider({
  children,
  initialAuth,
}: {
  children: ReactNode;
  /** Who is signed in, as the server knows it: saves a request, and the page from changing. */
  initialAuth: ComponentProps<typeof AuthKitProvider>["initialAuth"];
}) {
  // All below starts anew for another person or organization, at the moment that the page does.
  const identity = `${initialAuth?.user?.id} ${initialAuth?.organizationId}`;
  const convex = useConvexClient(identity);
  useEffect(() => {
    addEventListener("pageshow", startAnewIfKept);
    return () => removeEventListener("pageshow", startAnewIfKept);
  }, []);
  return (
    // AuthKit's own check of the session is a Server Action, which the next deploy does not know.
    <AuthKitProvider key={identity} initialAuth={initialAuth} onSessionExpired={false}>
      <ConvexProviderWithAuth client={convex} useAuth={useConvexAuthFromAuthKitNextjs}>
        {children}
      </ConvexProviderWithAuth>
    </AuthKitProvider>
  );
}

/** A client for each identity: it shows, and does, nothing in the name of another. */
function useConvexClient(identity: string): ConvexReactClient {
  const [{ client, of }, setClient] = useState(() => ({
    client: early ?? connect(),
    of: identity,
  }));
  if (of !== identity) setClient({ client: connect(), of: identity });
  // Closed when all that used it is gone.
  const last = useRef(client);
  useEffect(() => {
    if (last.current !== client) void last.current.close();
    last.current = client;
  }, [client]);
  return client;
}

function connect() {
  return new ConvexReactClient(env.convexUrl, {
    // The server keeps the token fresh; without this Convex refreshes it on every page load too.
    initialAuthTokenReuse: true,
  });
}

/** Is connected while React still makes the page. Nothing is asked over it before there is a token. */
const early = typeof window !== "undefined" && hasTokenOfDocument() ? connect() : undefined;
// Asking for its state opens the socket.
early?.connectionState();

/** A page that the browser has kept for Back shows the person who was signed in when it was left. */
function startAnewIfKept({ persisted }: PageTransitionEvent) {
  if (!persisted) return;
  document.body.hidden = true;
  location.reload();
}

function useConvexAuthFromAuthKitNextjs() {
  const { user, loading, organizationId } = useAuth();
  return useConvexAuthFromAuthKit({
    isLoading: loading,
    userId: user?.id,
    organizationId,
    getAccessToken: fetchAccessToken,
  });
}
