import { addressesOf } from "@repo/local-stack";
import { convexJson, type ConvexJson } from "@repo/convex-backend/urls";

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
  const { localEnvVars } = json.authKit.dev;
  const origins = {
    [originOf(localEnvVars.NEXT_PUBLIC_WORKOS_REDIRECT_URI)]: `http://localhost:${ports.next}`,
    [originOf(localEnvVars.VITE_WORKOS_REDIRECT_URI)]: `http://localhost:${ports.vite}`,
  };
  const text = Object.entries(origins).reduce(
    (result, [from, to]) => result.replaceAll(from, to),
    JSON.stringify(json),
  );
  return JSON.parse(text) as ConvexJson;
}

function originOf(redirectUri: string | undefined): string {
  if (!redirectUri) throw new Error("convex.json names no redirect URI for one of the apps.");
  return new URL(redirectUri).origin;
}
