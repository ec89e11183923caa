import { api } from "@repo/convex-backend/api";
import { useConvexAuth, useQueries } from "convex/react";
import type { FunctionReturnType } from "convex/server";

/** Who is signed in, as Convex says; `null` for nobody. */
export type Current = FunctionReturnType<typeof api.account.current>;

const asking = { current: { query: api.account.current, args: {} } };
const notAsking = {};

/** What Convex says of who is signed in; `undefined` while it says nothing. For headers. */
export function useCurrent(): Current | undefined {
  const { isAuthenticated } = useConvexAuth();
  // Not useQuery, which throws: a header is outside of what shows errors.
  const { current } = useQueries(isAuthenticated ? asking : notAsking) as {
    current?: Current | Error;
  };
  return current instanceof Error ? undefined : current;
}

/** Whether the session was ended elsewhere, in another tab say, and the access token lives on. */
export function useIsSessionOver(): boolean {
  return useCurrent()?.reason === "sessionEnded";
}
