import { alignTables } from "./align-tables.ts";
import { appNames, selectApps, type App } from "./apps.ts";
import { editJson, setText, type Manifest, type ProjectFiles } from "./files.ts";
import type { PackageManager } from "./package-managers.ts";
import type { Template } from "./template.ts";
import { usePackageManager } from "./use-package-manager.ts";

export type ProjectOptions = {
  name: string;
  apps: App[];
  packageManager: PackageManager;
  deployWorkflows: boolean;
  license?: "mit";
  /** The version of this package, whose template it is. */
  templateVersion: string;
};

/** The workflows that deploy, their page, and what they run then. */
export const deployWorkflows =
  /^(\.github\/workflows\/(preview|production)\.yml$|docs\/github-actions\.md$|e2e\/deployed\/)/;

/** The name that the template's product has. */
const NAME = { title: "Tandem", word: "tandem" };

/** Makes the template into a project. */
export function shapeProject(template: Template, options: ProjectOptions): ProjectFiles {
  const { name, apps, packageManager, templateVersion } = options;
  const files: ProjectFiles = new Map(Object.entries(template.files));
  selectApps(files, apps);
  if (!options.deployWorkflows) {
    for (const path of [...files.keys()]) {
      if (deployWorkflows.test(path)) files.delete(path);
    }
  }
  const { title, word } = namesOf(name);
  for (const [path, { content, encoding }] of files) {
    if (encoding !== "utf8" || !new RegExp(NAME.title, "i").test(content)) continue;
    const named = content.replaceAll(NAME.title, title).replaceAll(NAME.word, word);
    setText(files, path, path.endsWith(".md") ? alignTables(named) : named);
  }
  if (options.license) {
    const holder = `Copyright (c) ${new Date().getFullYear()} the authors of ${title}`;
    setText(files, "LICENSE", template.license.replace(/^Copyright .*$/m, holder));
  }
  /** In the order of npm. */
  const headed = ({ version, ...rest }: Manifest): Manifest => ({
    ...{ name, version, ...(options.license && { license: options.license.toUpperCase() }) },
    ...{ ...rest, name },
  });
  const chosen = appNames.filter((app) => apps.includes(app)).join();
  setText(files, "package-lock.json", template.lockfiles[chosen] ?? "");
  editJson<{ name: string; packages: { "": Manifest } }>(files, "package-lock.json", (lockfile) => {
    lockfile.name = name;
    lockfile.packages[""] = headed(lockfile.packages[""]);
  });
  const from = `create-convex-authkit@${templateVersion}`;
  editJson(files, "package.json", (manifest) => ({ ...headed(manifest), template: from }));
  usePackageManager(files, packageManager);
  return files;
}

/** "my-app" of "@ada/my-app", for workers and containers, and "My app", for people. */
function namesOf(name: string): { title: string; word: string } {
  const word = name
    .replace(/^@.*\//, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  const words = word.replaceAll("-", " ");
  return { title: words.charAt(0).toUpperCase() + words.slice(1), word };
}
