import { setText, textOf, type ProjectFiles } from "./files.ts";

const path = "packages/convex-backend/convex.json";

type Configure = { redirectUris: string[]; appHomepageUrl: string; corsOrigins: string[] };
type ConvexJson = { authKit: Record<string, { configure: Configure }> };

/**
 * Takes the addresses of an app out of convex.json; the home page is another app's then.
 *
 * @param isOf whether a URL is the app's
 */
export function editConvexJson(files: ProjectFiles, isOf: RegExp): void {
  const json = JSON.parse(textOf(files, path)) as ConvexJson;
  for (const { configure } of Object.values(json.authKit)) {
    configure.redirectUris = configure.redirectUris.filter((url) => !isOf.test(url));
    configure.corsOrigins = configure.corsOrigins.filter((url) => !isOf.test(url));
    const [home = ""] = configure.redirectUris;
    configure.appHomepageUrl = home.replace(/\/callback$/, "");
  }
  // Each of these lists is short enough for one line now, as Prettier has them.
  const text = JSON.stringify(json, undefined, 2).replace(/\[\s+("[^"]*")\s+\]/g, "[$1]");
  setText(files, path, `${text}\n`);
}
