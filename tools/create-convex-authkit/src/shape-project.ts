import { editJson, editText, textOf, setText, type ProjectFiles } from "./files.ts";
import { pruneLockfile } from "./lockfile.ts";
import type { PackageManager } from "./package-managers.ts";
import { selectApps, type App } from "./select-apps.ts";
import { usePackageManager } from "./use-package-manager.ts";

export type ProjectOptions = {
  name: string;
  apps: App[];
  packageManager: PackageManager;
  /** The version of this package, whose template it is. */
  templateVersion: string;
};

/** The major version of Node from which on TypeScript runs as it is in all that the project does. */
const NODE = 24;

/** Makes the template into a project. */
export function shapeProject(files: ProjectFiles, options: ProjectOptions): void {
  selectApps(files, options.apps);
  editJson(files, "package.json", (manifest) => {
    manifest.name = options.name;
    manifest.template = `convex-authkit@${options.templateVersion}`;
  });
  editText(files, "README.md", /^# .*$/m, `# ${options.name}`);
  editText(files, "README.md", "A full-stack template: ", "");
  if (Number.parseInt(process.versions.node) >= NODE) withoutPinnedNode(files);
  pruneLockfile(files);
  usePackageManager(files, options.packageManager);
}

/** Who has a Node that is new enough needs none among the dependencies. */
function withoutPinnedNode(files: ProjectFiles) {
  editJson(files, "package.json", (manifest) => {
    delete manifest.devDependencies?.node;
    delete manifest.allowScripts?.node;
    manifest.engines = { node: `>=${NODE}` };
  });
  editText(files, "README.md", /Node 20\.\d+ or newer/, `Node ${NODE} or newer`);
  editText(
    files,
    "AGENTS.md",
    "Scripts run on the Node of `node_modules/.bin`, whatever the machine has. ",
    "",
  );
  for (const path of [...files.keys()]) {
    if (!path.startsWith(".github/workflows/") && path !== "docs/testing.md") continue;
    setText(
      files,
      path,
      textOf(files, path).replace(/node-version: \d+/g, `node-version: ${NODE}`),
    );
  }
}
