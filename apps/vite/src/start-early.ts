import { isReturnFromAuthKit } from "./browser";
import { convex } from "./convex";
import { Lists } from "./pages";

/**
 * Starts what a signed-in person's page waits for, while AuthKit still asks WorkOS who they are: the
 * socket to Convex, and the code of the page.
 */
export function startEarly() {
  // Asking for its state opens it. Nothing is asked over it before there is a token.
  convex.connectionState();
  if (isReturnFromAuthKit() || window.location.pathname === "/lists") {
    Lists.load().catch(() => undefined);
  }
}
