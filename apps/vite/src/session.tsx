import { useIsSessionOver } from "@repo/ui/current";
import { LoginRequiredError, useAuth } from "@workos-inc/authkit-react";
import { useConvexAuth } from "convex/react";
import { createContext, useContext, useEffect, useState, type ReactNode } from "react";
import { hasTraceOfSession, mayBeSignedIn } from "./browser";

/** Where the person stands: one word, so that header and page never say two things. */
type Session =
  | "loading"
  | "signed-in"
  /** Was signed in on this page, and no longer is. */
  | "ended"
  | "signed-out"
  /** Nobody knows: WorkOS, which does, does not answer. */
  | "unreachable";

const SessionContext = createContext<Session>("loading");

export function useSession(): Session {
  return useContext(SessionContext);
}

/** Needs AuthKit and Convex around it. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const { user, isLoading: isAuthKitLoading } = useAuth();
  const { isLoading, isAuthenticated } = useConvexAuth();
  const whyNoUser = useWhyNoUser(user === null && !isAuthKitLoading);
  const isOver = useIsSessionOver();

  // AuthKit knows first; once Convex has looked at the session too, its word counts.
  const ofUser = (isLoading || isAuthenticated) && !isOver ? "signed-in" : "ended";
  return (
    <SessionContext value={user ? ofUser : (whyNoUser ?? "loading")}>{children}</SessionContext>
  );
}

/** How long to wait before WorkOS is asked again, in milliseconds. */
const RETRY_DELAY = 5_000;

/**
 * AuthKit has no user: because nobody is signed in, because it could not find out, or because it was
 * given a code that is good for nothing. So this asks it again, until it knows.
 */
function useWhyNoUser(hasNoUser: boolean) {
  const { getAccessToken } = useAuth();
  const [reason, setReason] = useState<"signed-out" | "unreachable" | undefined>(() =>
    mayBeSignedIn() ? undefined : "signed-out",
  );

  useEffect(() => {
    if (!hasNoUser) return;
    let isCurrent = true;
    let timer: ReturnType<typeof setTimeout> | undefined;

    async function ask() {
      try {
        // Forced, because AuthKit looks for no session after a code that was refused. When it finds
        // one now, it has a user.
        if (hasTraceOfSession()) await getAccessToken({ forceRefresh: true });
        else if (isCurrent) setReason("signed-out");
      } catch (error) {
        if (!isCurrent) return;
        const isSignedOut = error instanceof LoginRequiredError;
        setReason(isSignedOut ? "signed-out" : "unreachable");
        if (!isSignedOut) timer = setTimeout(() => void ask(), RETRY_DELAY);
      }
    }
    void ask();
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [hasNoUser, getAccessToken]);

  return reason;
}
