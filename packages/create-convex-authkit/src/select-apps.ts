import { editText, setText, type ProjectFiles } from "./files.ts";

export const appNames = ["next", "vite"] as const;
export type App = (typeof appNames)[number];

const convexJson = "packages/convex-backend/convex.json";

type Part = {
  folder: string;
  /** For files without comments: what is replaced in which, and by what. */
  edits: [path: string, pattern: RegExp, replacement: string][];
};

/** What goes with an app, beside what stands between markers. */
const parts: Record<App, Part> = {
  next: {
    folder: "apps/next",
    edits: [
      [convexJson, /"[^"]*(?:3000|NEXT_APP_URL\})\/callback", /g, ""],
      [convexJson, /(?<="appHomepageUrl": ")http:\/\/localhost:3000/, "http://localhost:5173"],
      [convexJson, /(?<="appHomepageUrl": ")\$\{buildEnv\.NEXT_/g, "${buildEnv.VITE_"],
    ],
  },
  vite: {
    folder: "apps/vite",
    edits: [
      [convexJson, /, "[^"]*(?:5173|VITE_APP_URL\})\/callback"/g, ""],
      [convexJson, /(?<="corsOrigins": \[)[^\]]+/g, ""],
    ],
  },
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
  const { folder, edits } = parts[app];
  for (const path of [...files.keys()]) {
    if (path.startsWith(`${folder}/`)) files.delete(path);
  }
  editAll(files, markedBlocks(app));
  for (const [path, pattern, replacement] of edits) {
    editText(files, path, pattern, replacement);
  }
}

function editAll(files: ProjectFiles, pattern: RegExp) {
  for (const [path, { content, encoding }] of files) {
    if (encoding !== "utf8") continue;
    const edited = content.replace(pattern, "");
    if (edited !== content) setText(files, path, edited);
  }
}
