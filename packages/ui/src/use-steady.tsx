import { useConvexAuth } from "convex/react";
import { useState } from "react";

/**
 * A query's value, and the last one while Convex authenticates anew: with the token of another
 * organization, say. Meanwhile queries answer as to nobody, which no page should show.
 */
export function useSteady<T>(value: T): T {
  const { isAuthenticated } = useConvexAuth();
  const [steady, setSteady] = useState(value);
  if (isAuthenticated && steady !== value) setSteady(value);
  return isAuthenticated ? value : steady;
}
