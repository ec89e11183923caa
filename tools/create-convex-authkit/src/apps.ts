import { editJson, setText, textOf, type ProjectFiles } from "./files.ts";

/** The apps by the name of their folders, in the order of their redirect URIs in convex.json. */
export const appNames = ["next", "vite"] as const;
export type App = (typeof appNames)[number];

const convexJson = "packages/convex-backend/convex.json";

type Configure = { redirectUris: string[]; appHomepageUrl: string; corsOrigins: string[] };
type ConvexJson = { authKit: Record<string, { configure: Configure }> };

/** Leaves out the folders of the apps that were not chosen, and their addresses. */
export function selectApps(files: ProjectFiles, chosen: App[]): void {
  const isOut = (name?: string) => appNames.some((app) => app === name && !chosen.includes(app));
  if (!appNames.some(isOut)) return;
  for (const path of [...files.keys()]) {
    if (path.split("/").some(isOut)) files.delete(path);
  }
  editJson<ConvexJson>(files, convexJson, ({ authKit }) => {
    for (const { configure } of Object.values(authKit)) {
      const { redirectUris, appHomepageUrl, corsOrigins } = configure;
      const origins = redirectUris.map((uri) => uri.replace(/\/callback$/, ""));
      const isGone = (url: string) => isOut(appNames[origins.indexOf(url)]);
      configure.redirectUris = redirectUris.filter((_, index) => !isOut(appNames[index]));
      if (isGone(appHomepageUrl)) configure.appHomepageUrl = origins.find((url) => !isGone(url))!;
      configure.corsOrigins = corsOrigins.filter((url) => !isGone(url));
    }
  });
  // Each of these lists is short enough for one line now, as Prettier has them.
  const text = textOf(files, convexJson).replace(/\[\s+("[^"]*")\s+\]/g, "[$1]");
  setText(files, convexJson, text);
}
