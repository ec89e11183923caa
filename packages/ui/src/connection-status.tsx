import { useConvex } from "convex/react";
import { useCallback, useSyncExternalStore } from "react";

/** How long an answer may take before the connection is called into question, in milliseconds. */
const PATIENCE = 3_000;

/**
 * Whether the connection to Convex is gone, or so it seems: a network that is lost leaves the socket
 * open for a minute. `useConvexConnectionState` would connect the server that renders the page, too.
 */
export function useIsReconnecting(): boolean {
  const convex = useConvex();
  const subscribe = useCallback(
    (onChange: () => void) => {
      const unsubscribe = convex.subscribeToConnectionState(onChange);
      const timer = setInterval(onChange, 1_000);
      return () => {
        unsubscribe();
        clearInterval(timer);
      };
    },
    [convex],
  );
  const isReconnecting = () => {
    const { hasEverConnected, isWebSocketConnected, timeOfOldestInflightRequest } =
      convex.connectionState();
    if (!hasEverConnected) return false;
    const isWaiting =
      timeOfOldestInflightRequest !== null &&
      Date.now() - timeOfOldestInflightRequest.getTime() > PATIENCE;
    return !isWebSocketConnected || isWaiting;
  };
  return useSyncExternalStore(subscribe, isReconnecting, () => false);
}

const dots = { good: "bg-good", bad: "bg-bad", neutral: "bg-line" };

/** One sentence about how things stand. */
export function Status({ tone, children }: { tone: keyof typeof dots; children: string }) {
  return (
    <p role="status" className="flex items-center gap-2 text-sm">
      <span aria-hidden="true" className={`size-2 shrink-0 rounded-full ${dots[tone]}`} />
      {children}
    </p>
  );
}

/** On a page that says nothing else about the connection. */
export function ReconnectingStatus() {
  return useIsReconnecting() && <Status tone="neutral">Reconnecting…</Status>;
}
