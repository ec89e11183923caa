import { parseRedirectUri } from "../project/convex-json.ts";
import type { Project } from "../project/project.ts";

/** The ports of the two local services. Those of the apps are in convex.json. */
export type ServicePorts = { convex: number; convexSite: number; workos: number };

/** The ports of `dev`, or those that are as far above them. */
export function servicePorts({ config }: Project, offset = 0): ServicePorts {
  const { convex = 3210, convexSite = 3211, workos = 4100 } = config.local?.ports ?? {};
  return { convex: convex + offset, convexSite: convexSite + offset, workos: workos + offset };
}

/** The same project with its apps on other ports, so that it runs beside itself. */
export function withPortOffset(project: Project, offset: number): Project {
  let json = JSON.stringify(project.backend.convexJson);
  const apps = project.apps.map((app) => {
    const { origin, port, redirectUri } = app.url;
    const moved = origin.replace(`:${port}`, `:${port + offset}`);
    json = json.replaceAll(origin, moved);
    return { ...app, url: parseRedirectUri(redirectUri.replace(origin, moved)) };
  }) as Project["apps"];
  const convexJson = JSON.parse(json) as Project["backend"]["convexJson"];
  const homeApp = apps.find(({ name }) => name === project.homeApp.name) ?? apps[0];
  return { ...project, apps, homeApp, backend: { ...project.backend, convexJson } };
}
