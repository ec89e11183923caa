import { alignTables } from "./align-tables.ts";
import {
  editJson,
  editText,
  manifestPaths,
  setText,
  textOf,
  type Manifest,
  type ProjectFiles,
} from "./files.ts";
import { translateCommands } from "./npm-commands.ts";
import { isYarnClassic, lockfiles, type PackageManager } from "./package-managers.ts";

/** Has a project, which is one of npm, use another package manager. */
export function usePackageManager(files: ProjectFiles, manager: PackageManager): void {
  editJson(files, "package.json", (manifest) => {
    manifest.packageManager = `${manager.name}@${manager.version}`;
  });
  if (manager.name === "npm") return;
  withoutNpmLockfile(files, manager);
  approveBuilds(files, manager);
  for (const path of files.keys()) translate(files, path, manager);
  for (const path of workflowPaths(files)) {
    setText(files, path, setUpInWorkflow(textOf(files, path), manager));
  }
  for (const path of [...files.keys()].filter((path) => path.endsWith("/Dockerfile"))) {
    editText(files, path, /^RUN (?=\S+ install )/m, `RUN ${setUpInContainer(manager)} && `);
  }
}

type Lockfile = { packages: Record<string, { version: string }> };

/** Only npm leaves platforms out of its lock file, so the check for that goes with it. */
function withoutNpmLockfile(files: ProjectFiles, manager: PackageManager) {
  const { packages } = JSON.parse(textOf(files, "package-lock.json")) as Lockfile;
  files.delete("package-lock.json");
  for (const path of [...files.keys()]) {
    if (/^packages\/config\/(lockfile\/|test\/lockfile\.)/.test(path)) files.delete(path);
  }
  editJson(files, "package.json", ({ scripts = {}, devDependencies = {} }) => {
    // The containers' files name this version, too.
    devDependencies.turbo = packages["node_modules/turbo"]?.version ?? "";
    // Vitest asks for Vite beside it, and Yarn alone leaves that to the project.
    if (manager.name === "yarn")
      devDependencies.vite = packages["node_modules/vite"]?.version ?? "";
    delete scripts["lockfile:check"];
    scripts.check = (scripts.check ?? "").replace(" lockfile:check", "");
  });
  editText(files, "turbo.json", /^ *"\/\/#lockfile:check": \{\},\n/m, "");
  editText(files, "AGENTS.md", / `npm run lockfile:check`[^.\n]*\./, "");
  editText(files, "README.md", "lock file, ", "");
  editText(files, "README.md", "or newer, npm, and", `or newer, ${manager.name}, and`);
}

const asNpmInstalls = "# As npm lays it out: the tests work on copies of the project.";

/** Moves the list of packages that may run scripts when they are installed to where it is looked for. */
function approveBuilds(files: ProjectFiles, manager: PackageManager) {
  let approved: string[] = [];
  editJson(files, "package.json", (manifest) => {
    approved = Object.keys(manifest.allowScripts ?? {});
    delete manifest.allowScripts;
    if (manager.name === "bun") manifest.trustedDependencies = approved;
    if (manager.name === "yarn" && !isYarnClassic(manager)) {
      manifest.dependenciesMeta = Object.fromEntries(
        approved.map((name) => [name, { built: true }]),
      );
    }
  });
  if (manager.name === "pnpm") writePnpmWorkspace(files, approved);
  if (manager.name === "bun") {
    setText(files, "bunfig.toml", `${asNpmInstalls}\n[install]\nlinker = "hoisted"\n`);
  }
  if (manager.name === "yarn" && !isYarnClassic(manager)) {
    setText(files, ".yarnrc.yml", `${asNpmInstalls}\nnodeLinker: node-modules\n`);
    editText(files, ".gitignore", /^/, ".yarn\n");
  }
}

function writePnpmWorkspace(files: ProjectFiles, approved: string[]) {
  let workspaces: string[] = [];
  const lines = (key: string, items: string[]) => [`${key}:`, ...items.map((item) => `  ${item}`)];
  for (const path of manifestPaths(files)) {
    editJson(files, path, (manifest) => {
      if (path === "package.json") workspaces = manifest.workspaces ?? [];
      delete manifest.workspaces;
      useWorkspaceProtocol(manifest);
    });
  }
  const text = [
    ...lines(
      "packages",
      workspaces.flatMap((pattern) => markLocalServices(pattern, `- ${JSON.stringify(pattern)}`)),
    ),
    asNpmInstalls,
    "nodeLinker: hoisted",
    "# The packages that may run scripts when they are installed.",
    ...lines(
      "allowBuilds",
      approved.map((name) => `${name}: true`),
    ),
    // Before pnpm 11.
    ...lines(
      "onlyBuiltDependencies",
      approved.map((name) => `- ${name}`),
    ),
  ];
  setText(files, "pnpm-workspace.yaml", `${text.join("\n")}\n`);
  editText(files, "docs/without-the-local-services.md", / workspaces='.*?'$/m, "");
}

/** What goes with the local services stands between comments that say so. */
function markLocalServices(pattern: string, line: string): string[] {
  if (pattern !== "e2e") return [line];
  return ["# begin: local services", line, "# end: local services"];
}

function useWorkspaceProtocol({ dependencies, devDependencies, peerDependencies }: Manifest) {
  for (const ranges of [dependencies, devDependencies, peerDependencies]) {
    for (const name of Object.keys(ranges ?? {})) {
      if (ranges && name.startsWith("@repo/")) ranges[name] = "workspace:*";
    }
  }
}

/** What is about npm's own commands, or repeats what the Convex CLI and Convex say. */
const ofNpm = /^packages\/(local-convex\/|config\/(docs|test\/docs))|\/_generated\//;

/** Says the commands of npm in another package manager's words, wherever they are said. */
function translate(files: ProjectFiles, path: string, manager: PackageManager) {
  const { content, encoding } = files.get(path)!;
  if (encoding !== "utf8" || ofNpm.test(path)) return;
  const translated = translateCommands(content, manager).replaceAll(
    "package-lock.json",
    lockfiles[manager.name],
  );
  if (translated === content) return;
  setText(files, path, path.endsWith(".md") ? alignTables(translated) : translated);
}

function workflowPaths(files: ProjectFiles): string[] {
  return [...files.keys()].filter(
    (path) => path.startsWith(".github/workflows/") || path === "docs/testing.md",
  );
}

/** In GitHub Actions, the package manager is there before setup-node asks it for its cache. */
function setUpInWorkflow(workflow: string, manager: PackageManager): string {
  const step = {
    npm: "",
    pnpm: "- uses: pnpm/action-setup@v4",
    yarn: "- run: corepack enable",
    bun: "- uses: oven-sh/setup-bun@v2",
  }[manager.name];
  const cache = manager.name === "bun" ? "" : `\n$1    cache: ${manager.name}`;
  return workflow.replace(
    /^( *)- uses: actions\/setup-node@v5\n( +with:\n +node-version: \d+)\n +cache: npm/gm,
    `$1${step}\n$1- uses: actions/setup-node@v5\n$2${cache}`,
  );
}

function setUpInContainer({ name, version }: PackageManager): string {
  return name === "bun" ? `npm install --global bun@${version}` : "corepack enable";
}
