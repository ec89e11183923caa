import { inlinedVariables, type App, type KnownValues } from "../project/apps.ts";
import type { Project } from "../project/project.ts";
import type { ServicePorts } from "./ports.ts";

/** The client id of the local WorkOS environment. */
export const clientId = "client_local";

/** Where the two services are. */
export function serviceUrls({ convex, convexSite, workos }: ServicePorts) {
  return {
    convex: `http://127.0.0.1:${convex}`,
    convexSite: `http://127.0.0.1:${convexSite}`,
    /** `localhost`, by which the browser knows the hosted pages' cookies from the apps'. */
    workos: `http://localhost:${workos}`,
  };
}

/** What an app needs to know to run on the local services. */
export function knownValues({ url }: App, ports: ServicePorts): KnownValues {
  return {
    convexUrl: serviceUrls(ports).convex,
    clientId,
    redirectUri: url.redirectUri,
    workosApi: {
      WORKOS_API_HOSTNAME: "localhost",
      WORKOS_API_PORT: String(ports.workos),
      WORKOS_API_HTTPS: "false",
    },
  };
}

/** What the apps inline when they are built. No secrets, and the same each time, so that builds are cached. */
export function buildVariables({ apps }: Project, ports: ServicePorts): Record<string, string> {
  return Object.assign(
    {},
    ...apps.map((app) => inlinedVariables(app, knownValues(app, ports))),
  ) as Record<string, string>;
}
