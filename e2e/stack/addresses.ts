import { addressesOf } from "@repo/local-stack";
import { convexJson, readAppUrls, type ConvexJson } from "@repo/convex-backend/urls";

const ports = { next: 3300, vite: 5300 };

/** The project's convex.json with the suite's own ports, so that it runs beside `npm run dev`. */
export const suiteConvexJson = withPorts(convexJson);

/** Where the suite's own stack and apps are. */
export const addresses = addressesOf(suiteConvexJson, {
  convex: 3310,
  convexSite: 3311,
  workos: 4300,
});

export type AppName = keyof typeof ports;

function withPorts(json: ConvexJson): ConvexJson {
  const { next, vite } = readAppUrls(json);
  const text = JSON.stringify(json)
    .replaceAll(next.origin, `http://localhost:${ports.next}`)
    .replaceAll(vite.origin, `http://localhost:${ports.vite}`);
  return JSON.parse(text) as ConvexJson;
}
