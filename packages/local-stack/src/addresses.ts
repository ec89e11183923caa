import { readAppUrls, type ConvexJson } from "@repo/convex-backend/urls";

/** The ports of the two local services. Those of the apps are in convex.json. */
export type ServicePorts = { convex: number; convexSite: number; workos: number };

/** The ports of `npm run dev`, and of the builds that go with it. */
export const devPorts: ServicePorts = { convex: 3210, convexSite: 3211, workos: 4100 };

/** The client id of the local WorkOS environment. */
export const clientId = "client_local";

/** The local organization whose admins are the app's admins. */
export const adminOrganizationId = "org_local_admins";

/** Where everything is, for one convex.json and one set of ports. */
export function addressesOf(convexJson: ConvexJson, ports: ServicePorts) {
  const apps = readAppUrls(convexJson);
  return {
    ports,
    apps,
    convex: `http://127.0.0.1:${ports.convex}`,
    convexSite: `http://127.0.0.1:${ports.convexSite}`,
    /** `localhost`, by which the browser knows the hosted pages' cookies from the apps'. */
    workos: `http://localhost:${ports.workos}`,
  };
}

export type Addresses = ReturnType<typeof addressesOf>;

/** What both apps inline at build. No secrets, and the same each time, so that builds are cached. */
export function buildVariables({ apps, convex, ports }: Addresses): Record<string, string> {
  return {
    NEXT_PUBLIC_CONVEX_URL: convex,
    NEXT_PUBLIC_WORKOS_REDIRECT_URI: apps.next.redirectUri,
    VITE_CONVEX_URL: convex,
    VITE_WORKOS_CLIENT_ID: clientId,
    VITE_WORKOS_REDIRECT_URI: apps.vite.redirectUri,
    VITE_WORKOS_API_HOSTNAME: "localhost",
    VITE_WORKOS_API_PORT: String(ports.workos),
    VITE_WORKOS_API_HTTPS: "false",
  };
}
