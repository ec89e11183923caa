import { api } from "@repo/convex-backend/api";
import { useConvexAuth, useQuery } from "convex/react";
import type { FunctionReturnType } from "convex/server";

/** Who is signed in, as Convex says; `null` for nobody. */
export type Current = FunctionReturnType<typeof api.account.current>;

/** Why they may not act, for a program to go by. */
export function reasonOf(
  current: { refusal: string | null; reason?: string | null } | null | undefined,
) {
  return current?.reason ?? null;
}

/** Whether the session was ended elsewhere, in another tab say, and the access token lives on. */
export function useIsSessionOver(): boolean {
  const { isAuthenticated } = useConvexAuth();
  const current = useQuery(api.account.current, isAuthenticated ? {} : "skip");
  return reasonOf(current) === "sessionEnded";
}
