import type { ProjectFiles } from "../src/files.ts";
import { appNames, type App } from "../src/select-apps.ts";

/** What only an app is called by. */
const words: Record<App, RegExp> = {
  next: /apps\/next|@repo\/next\b|\b(?:E2E_)?NEXT_|authkit-nextjs|Next\.js|nextjs|@next\/|next-env|\.next\b(?!\()|--next-url|:3000\b|"next"|`next[-`]|next-app|WORKOS_COOKIE_PASSWORD/,
  vite: /apps\/vite|@repo\/vite\b|\b(?:E2E_)?VITE_|authkit-react|\bVite\b|--vite-url|:5173\b|"vite"|`vite[-`]|vite-app/,
};

/** What there is only where there are two. */
const ofBoth =
  /\bboth apps|\btwo apps|\beither app|\bthe other app|(?:begin|end): (?:next|vite|both apps)\b/i;

/** What may say such a word, and why. */
const exceptions: { path: RegExp; why: string }[] = [
  { path: /^package-lock\.json$/, why: "Vitest brings Vite, and packages name others as peers" },
  {
    path: /^packages\/local-(?:convex|workos)\//,
    why: "they know no app, and test with made-up addresses",
  },
  { path: /\/_generated\//, why: "the Convex CLI writes it" },
];

/** Lines that may, as they speak of something else. */
const otherMeanings = /\b(?:convex|connection)\.next\(|\.\.\.next,/;

/** A sentence for each line, or file, of a project that names an app which it does not have. */
export function findLeftovers(files: ProjectFiles, chosen: App): string[] {
  const gone = appNames.filter((app) => app !== chosen).map((app) => words[app]);
  return [...files].flatMap(([path, { content, encoding }]) => {
    if (encoding !== "utf8" || exceptions.some((exception) => exception.path.test(path))) return [];
    return [path, ...content.split("\n")].flatMap((line, index) => {
      if (otherMeanings.test(line)) return [];
      const word = [...gone, ofBoth].map((pattern) => pattern.exec(line)?.[0]).find(Boolean);
      return word ? [`${path}, line ${index}, still says ${word}.`] : [];
    });
  });
}
