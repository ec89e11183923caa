import { addressesOf, withPorts } from "@repo/local-stack";
import { convexJson } from "@repo/convex-backend/urls";

/** The project's convex.json with the suite's own ports, so that it runs beside `npm run dev`. */
export const suiteConvexJson = withPorts(convexJson, {
  // begin: next
  next: 3300,
  // end: next
  // begin: vite
  vite: 5300,
  // end: vite
});

/** Where the suite's own stack and apps are. */
export const addresses = addressesOf(suiteConvexJson, {
  convex: 3310,
  convexSite: 3311,
  workos: 4300,
});
