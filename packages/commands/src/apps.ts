import { appNames, apps } from "@repo/config/apps";
import { readAppUrls } from "@repo/convex-backend/urls";
import type { DevApp } from "./run.ts";
import { folders } from "./workspace.ts";

/** Every app, where convex.json has it in development. */
export function devApps(): DevApp[] {
  const urls = readAppUrls();
  return appNames.map((app) => ({
    tag: app,
    name: `The ${apps[app].name}`,
    cwd: folders.apps[app],
    url: urls[app],
  }));
}
