import { ConvexReactClient } from "convex/react";
import { env } from "./env";

export const convex = new ConvexReactClient(env.convexUrl, {
  // AuthKit keeps its token fresh; without this Convex refreshes it on every page load too.
  initialAuthTokenReuse: true,
});
