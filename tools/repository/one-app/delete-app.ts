import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { trackedFiles } from "./copy.ts";

type Configure = { redirectUris: string[]; corsOrigins: string[]; appHomepageUrl: string };
type ConvexJson = { authKit: Record<"dev" | "preview" | "prod", { configure: Configure }> };

/**
 * Deletes an app as docs/getting-started.md says: the folders of its name, and its URLs in convex.json.
 *
 * @param files what git tracks
 */
export function deleteApp(copy: string, files: string[], app: { name: string; origin: string }) {
  const folders = new Set(
    files
      .map((file) => file.split("/"))
      .filter((parts) => parts.indexOf(app.name) > 0 && parts[0] !== "tools")
      .map((parts) => parts.slice(0, parts.indexOf(app.name) + 1).join("/")),
  );
  for (const folder of folders) rmSync(join(copy, folder), { recursive: true });

  const path = join(copy, "packages/convex-backend/convex.json");
  const json = JSON.parse(readFileSync(path, "utf8")) as ConvexJson;
  const index = json.authKit.dev.configure.redirectUris.indexOf(`${app.origin}/callback`);
  for (const { configure } of Object.values(json.authKit)) {
    const origin = configure.redirectUris[index]!.replace(/\/callback$/, "");
    const isOther = (url: string) => !url.startsWith(origin);
    configure.redirectUris = configure.redirectUris.filter(isOther);
    configure.corsOrigins = configure.corsOrigins.filter(isOther);
    if (isOther(configure.appHomepageUrl)) continue;
    configure.appHomepageUrl = configure.redirectUris[0]!.replace(/\/callback$/, "");
  }
  writeFileSync(path, `${JSON.stringify(json, null, 2)}\n`);
}

/** What names an app and nothing else; "next" alone is an English word. */
export const appWords: Record<string, RegExp> = {
  next: /Next\.js|NEXT_|@repo\/next|apps\/next|tests\/next|authkit-nextjs|\bnext(-env| build| dev| start)\b|:3000\b/,
  vite: /\bVite\b|VITE_|@repo\/vite|apps\/vite|tests\/vite|authkit-react\b|\bvite (build|dev|preview)\b|:5173\b/,
};

/** A sentence for each line of the product that still names an app. */
export function findMentions(copy: string, root: string, name: string): string[] {
  const words = appWords[name];
  if (!words) throw new Error(`It is not known which words name ${name}: add them to appWords.`);
  return trackedFiles(root)
    .filter(
      (file) =>
        !/^(tools|docs\/decisions|docs\/images)\/|^(README\.md|package-lock\.json)$/.test(file),
    )
    .flatMap((file) => {
      let text: string;
      try {
        text = readFileSync(join(copy, file), "utf8");
      } catch {
        return [];
      }
      return text
        .split("\n")
        .flatMap((line, index) =>
          words.test(line)
            ? [`${file}, line ${index + 1} still names ${name}: ${line.trim()}`]
            : [],
        );
    });
}
