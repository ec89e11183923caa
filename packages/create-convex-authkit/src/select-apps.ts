import { editJson, setText, type ProjectFiles } from "./files.ts";

export const appNames = ["next", "vite"] as const;
export type App = (typeof appNames)[number];

/** Beside what stands between markers, what goes with an app. */
const parts: Record<App, { folder: string; files: string[] }> = {
  next: { folder: "apps/next", files: ["docs/deploying/vercel.md"] },
  vite: { folder: "apps/vite", files: ["docs/deploying/static-hosts.md"] },
};

/** A comment of any language that is "begin: next" and nothing more, up to its "end: next". */
function markedBlocks(app: App): RegExp {
  const line = (word: string) => `^[^\\n\\w]*${word}: ${app}\\b[^\\n\\w]*\\n`;
  return new RegExp(`${line("begin")}[^]*?${line("end")}\\n?`, "gm");
}

/** The comments alone, around what stays. */
function markers(app: App): RegExp {
  return new RegExp(`^[^\\n\\w]*(?:begin|end): ${app}\\b[^\\n\\w]*\\n`, "gm");
}

/** Whether the template says by markers what belongs to one app only. */
export function canSelectApps(files: ProjectFiles): boolean {
  return [...files.values()].some(({ content }) =>
    appNames.some((app) => markers(app).test(content)),
  );
}

/**
 * Takes the apps out that were not chosen, and the markers around what stays.
 *
 * @throws Error with one sentence when the template comes only as a whole
 */
export function selectApps(files: ProjectFiles, chosen: App[]): void {
  const left = appNames.filter((app) => !chosen.includes(app));
  if (left.length > 0 && !canSelectApps(files)) {
    throw new Error(
      `--apps ${chosen.join(",")} is not possible yet: this version has both apps, --apps ${appNames.join(",")}.`,
    );
  }
  for (const app of left) takeOut(files, app);
  for (const app of chosen) editAll(files, markers(app));
}

function takeOut(files: ProjectFiles, app: App) {
  const part = parts[app];
  for (const path of [...files.keys()]) {
    if (path.startsWith(`${part.folder}/`) || part.files.includes(path)) files.delete(path);
  }
  editAll(files, markedBlocks(app));
  // JSON has no comments.
  editJson(files, "e2e/package.json", ({ devDependencies = {} }) => {
    delete devDependencies[`@repo/${app}`];
  });
}

function editAll(files: ProjectFiles, pattern: RegExp) {
  for (const [path, { content, encoding }] of files) {
    if (encoding !== "utf8") continue;
    const edited = content.replace(pattern, "");
    if (edited !== content) setText(files, path, edited);
  }
}
