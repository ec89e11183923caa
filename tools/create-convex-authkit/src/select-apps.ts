import { alignTables } from "./align-tables.ts";
import { editsWithout, type Edit } from "./app-edits.ts";
import { partsOf, type AppParts } from "./app-parts.ts";
import { editConvexJson } from "./convex-json.ts";
import { editJson, editText, setText, type ProjectFiles } from "./files.ts";

export const appNames = ["next", "vite"] as const;
export type App = (typeof appNames)[number];

/** What is marked in the template: an app, or what there is because there are two. */
const bothApps = "both apps";

/**
 * A comment of any language that is "begin: next" and nothing more, up to its "end: next", and an
 * empty line before it: the one after it parts what is left.
 */
function markedBlocks(part: string): RegExp {
  const line = (word: string) => `^[^\\n\\w]*${word}: ${part}\\b[^\\n\\w]*\\n`;
  return new RegExp(`(?:(?<=\\n)\\n)?${line("begin")}[^]*?${line("end")}`, "gm");
}

/** The comments alone, around what stays; of Markdown with the empty line after each. */
function markers(part: string): RegExp {
  return new RegExp(`^[^\\n\\w]*(?:begin|end): ${part}\\b[^\\n\\w]*\\n(?:(?<=-->\\n)\\n)?`, "gm");
}

/** Takes the apps out that were not chosen, and the comments around what stays. */
export function selectApps(files: ProjectFiles, chosen: App[]): void {
  const left = appNames.filter((app) => !chosen.includes(app));
  for (const app of left) takeOut(files, app, partsOf[app]);
  editAll(files, left.length > 0 ? markedBlocks(bothApps) : markers(bothApps));
  for (const app of chosen) editAll(files, markers(app));
  for (const app of left) editsWithout[app].forEach((edit) => applyEdit(files, edit));
  for (const [path, { content }] of files) {
    if (!path.endsWith(".md")) continue;
    setText(files, path, alignTables(content));
  }
}

function takeOut(files: ProjectFiles, app: App, parts: AppParts) {
  for (const path of [...files.keys()]) {
    if (parts.paths.some((part) => path === part || path.startsWith(`${part}/`))) {
      files.delete(path);
    }
  }
  for (const [path, names] of Object.entries(parts.dependencies)) {
    // JSON has no comments.
    editJson(files, path, ({ dependencies = {}, devDependencies = {} }) => {
      for (const name of names) {
        delete dependencies[name];
        delete devDependencies[name];
      }
    });
  }
  editConvexJson(files, parts.urls);
  editAll(files, markedBlocks(app));
  for (const [path, { content }] of files) {
    if (!path.endsWith(".md")) continue;
    setText(files, path, withoutLinesOf(parts, content));
  }
}

/** Takes rows and columns of tables out that are about an app, and lines of a report. */
function withoutLinesOf({ column, isLine }: AppParts, markdown: string): string {
  let dropped = -1;
  return markdown
    .split("\n")
    .filter((line) => !isLine.test(line))
    .map((line) => {
      if (!line.startsWith("|")) {
        dropped = -1;
        return line;
      }
      const cells = line.split("|");
      if (dropped === -1) dropped = cells.findIndex((cell) => column.test(cell));
      if (dropped === -1) return line;
      return cells.filter((_, index) => index !== dropped).join("|");
    })
    .join("\n");
}

function applyEdit(files: ProjectFiles, [paths, pattern, replacement]: Edit) {
  for (const path of [paths].flat()) editText(files, path, pattern, replacement);
}

function editAll(files: ProjectFiles, pattern: RegExp) {
  for (const [path, { content, encoding }] of files) {
    if (encoding !== "utf8") continue;
    const edited = content.replace(pattern, "");
    if (edited !== content) setText(files, path, edited);
  }
}
