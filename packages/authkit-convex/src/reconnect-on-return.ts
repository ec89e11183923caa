/**
 * Convex reconnects at once when the network comes back, but not when the person does (convex-js#183):
 * a tab that lost its connection in the background would wait for its next attempt. The same event ends
 * the pauses of the token fetcher.
 *
 * @returns how to stop that
 */
export function reconnectOnReturn(): () => void {
  const wake = () => {
    if (document.visibilityState === "visible" && navigator.onLine)
      dispatchEvent(new Event("online"));
  };
  document.addEventListener("visibilitychange", wake);
  return () => document.removeEventListener("visibilitychange", wake);
}
