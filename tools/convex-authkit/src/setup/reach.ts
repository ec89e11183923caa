import type { Target } from "../target.ts";

/** Whether WorkOS cannot send anything to the deployment, because that is on this machine alone. */
export function isOutOfReach({ siteUrl, workosApiUrl }: Target): boolean {
  return isLoopback(siteUrl) && !isLoopback(workosApiUrl);
}

function isLoopback(url: string): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(new URL(url).hostname);
}
