import { appNames, type AppName } from "@repo/config/apps";
import { inlinedVariables } from "@repo/convex-backend/development";
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

/** A convex.json that has the apps on other ports. */
export function withPorts(json: ConvexJson, ports: Record<AppName, number>): ConvexJson {
  let text = JSON.stringify(json);
  const urls = readAppUrls(json);
  for (const app of appNames) {
    text = text.replaceAll(urls[app].origin, `http://localhost:${ports[app]}`);
  }
  return JSON.parse(text) as ConvexJson;
}

export type Addresses = ReturnType<typeof addressesOf>;

/** What the apps inline at build. No secrets, and the same each time, so that builds are cached. */
export function buildVariables({ apps, convex, ports }: Addresses): Record<string, string> {
  const known = {
    CONVEX_URL: convex,
    WORKOS_CLIENT_ID: clientId,
    WORKOS_API_HOSTNAME: "localhost",
    WORKOS_API_PORT: String(ports.workos),
    WORKOS_API_HTTPS: "false",
  };
  return Object.assign(
    {},
    ...appNames.map((app) =>
      inlinedVariables(app, { ...known, WORKOS_REDIRECT_URI: apps[app].redirectUri }),
    ),
  ) as Record<string, string>;
}
