import { api } from "@repo/convex-backend/api";
import { useConvexAuth, useMutation } from "convex/react";
import { useEffect } from "react";
import type { Current } from "./current.tsx";

/**
 * Has the backend make the row of a person who is signed in and has none yet, instead of waiting for
 * WorkOS's event, which may be late or lost.
 *
 * @param lacksMembership whether their membership is missing, which may be late or lost as well
 */
export function useEnsureUser(current: Current, lacksMembership = false) {
  const { isAuthenticated } = useConvexAuth();
  const ensure = useMutation(api.account.ensureUser);
  const isMissing = isAuthenticated && (lacksMembership || current?.reason === "beingSetUp");

  useEffect(() => {
    // A refusal is in `current` too, where the page shows it.
    if (isMissing) ensure().catch(() => undefined);
  }, [isMissing, ensure]);
}
