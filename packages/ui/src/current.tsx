import { api } from "@repo/convex-backend/api";
import { useConvexAuth, useQuery } from "convex/react";
import type { FunctionReturnType } from "convex/server";

/** Who is signed in, as Convex says; `null` for nobody. */
export type Current = FunctionReturnType<typeof api.account.current>;

/** Whether the session was ended elsewhere, in another tab say, and the access token lives on. */
export function useIsSessionOver(): boolean {
  const { isAuthenticated } = useConvexAuth();
  const current = useQuery(api.account.current, isAuthenticated ? {} : "skip");
  return current?.reason === "sessionEnded";
}
