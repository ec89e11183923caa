/** A file of a project that is still to be written. */
export type ProjectFile = {
  content: string;
  /** What is not text is kept as base64. */
  encoding: "utf8" | "base64";
};

/** The files of a project by their path, which has slashes on every platform. */
export type ProjectFiles = Map<string, ProjectFile>;

/** Adds a text file, or gives one that is there another text. */
export function setText(files: ProjectFiles, path: string, content: string): void {
  files.set(path, { content, encoding: "utf8" });
}

/** @throws Error when the template has no such file */
export function textOf(files: ProjectFiles, path: string): string {
  const file = files.get(path);
  if (!file) throw new Error(`The template has no ${path}.`);
  return file.content;
}

/**
 * Changes the text of a file.
 *
 * @throws Error when it would stay as it is: then the template has changed, and this edit has not
 */
export function editText(
  files: ProjectFiles,
  path: string,
  pattern: string | RegExp,
  replacement: string,
): void {
  const text = textOf(files, path);
  const edited = text.replace(pattern, replacement);
  if (edited === text) throw new Error(`The template's ${path} does not have ${String(pattern)}.`);
  setText(files, path, edited);
}

type Json = { [key: string]: unknown };

/** What is changed of a package.json. */
export type Manifest = {
  name: string;
  version?: string;
  license?: string;
  workspaces?: string[];
  packageManager?: string;
  engines?: Record<string, string>;
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  allowScripts?: Record<string, boolean>;
} & Json;

/** Changes a JSON file that npm or we wrote: by what `edit` does to its content, or returns instead. */
export function editJson<Content = Manifest>(
  files: ProjectFiles,
  path: string,
  edit: (content: Content) => Content | void,
): void {
  const content = JSON.parse(textOf(files, path)) as Content;
  const edited = edit(content) ?? content;
  setText(files, path, `${JSON.stringify(edited, undefined, 2)}\n`);
}

/** The paths of every package.json that is a workspace or the root. */
export function manifestPaths(files: ProjectFiles): string[] {
  return [...files.keys()].filter((path) =>
    /^(?:(?:apps|packages)\/[^/]+\/|e2e\/)?package\.json$/.test(path),
  );
}
