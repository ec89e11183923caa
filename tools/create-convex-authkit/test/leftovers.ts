import { appNames, type App } from "../src/apps.ts";

/** What only an app is called by: its folder, its variables, its framework, its address. */
const words: Record<App, RegExp> = {
  next: /\b(?:apps|tests|@repo)\/next\b|\bNEXT_|authkit-nextjs|Next\.js|nextjs|@next\/|next-env|\.next\b(?!\()|:3000\b|"next": |`next`/,
  vite: /\b(?:apps|tests|@repo)\/vite\b|\bVITE_|authkit-react|\bVite\b|:5173\b|["`]vite["`]/,
};

/** Lines that may say such a word, as they speak of something else. */
const otherMeanings = /\b(?:convex|connection|iterator)\.next\(|\.\.\.next,/;

/** A sentence for each line, or path, of a project that names an app which it does not have. */
export function findLeftovers(files: Record<string, string>, chosen: App): string[] {
  const gone = appNames.filter((app) => app !== chosen).map((app) => words[app]);
  return Object.entries(files).flatMap(([path, content]) => {
    // Vitest brings Vite and packages name others as peers; the other is a package.
    if (path === "package-lock.json" || path.endsWith(".tgz")) return [];
    return [path, ...content.split("\n")].flatMap((line, index) => {
      if (otherMeanings.test(line)) return [];
      const word = gone.map((pattern) => pattern.exec(line)?.[0]).find(Boolean);
      return word ? [`${path}, line ${index}, names ${word}.`] : [];
    });
  });
}
