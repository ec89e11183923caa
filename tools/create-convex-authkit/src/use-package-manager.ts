import { alignTables } from "./align-tables.ts";
import { editJson, editText, manifestPaths, setText, textOf, type ProjectFiles } from "./files.ts";
import { translateCommands } from "./npm-commands.ts";
import { isYarnClassic, lockfiles, type PackageManager } from "./package-managers.ts";

/** Has a project, which is one of npm, use another package manager. */
export function usePackageManager(files: ProjectFiles, manager: PackageManager): void {
  editJson(files, "package.json", (manifest) => {
    manifest.packageManager = `${manager.name}@${manager.version}`;
  });
  if (manager.name === "npm") return;
  if (manager.name === "yarn") provideVite(files);
  files.delete("package-lock.json");
  approveBuilds(files, manager);
  for (const path of files.keys()) translate(files, path, manager);
}

/** Vitest asks for Vite beside it, and Yarn alone leaves that to the project. */
function provideVite(files: ProjectFiles) {
  type Lockfile = { packages: Record<string, { version: string }> };
  const { packages } = JSON.parse(textOf(files, "package-lock.json")) as Lockfile;
  editJson(files, "package.json", ({ devDependencies = {} }) => {
    devDependencies.vite = packages["node_modules/vite"]?.version ?? "";
  });
}

const asNpmInstalls = "# As npm lays it out.";

/** Moves the list of packages that may run scripts when they are installed to where it is looked for. */
function approveBuilds(files: ProjectFiles, manager: PackageManager) {
  const isYarnModern = manager.name === "yarn" && !isYarnClassic(manager);
  let approved: string[] = [];
  editJson(files, "package.json", (manifest) => {
    approved = Object.keys(manifest.allowScripts ?? {});
    delete manifest.allowScripts;
    if (manager.name === "bun") manifest.trustedDependencies = approved;
    if (isYarnModern) {
      const built = approved.map((name) => [name, { built: true }]);
      manifest.dependenciesMeta = Object.fromEntries(built);
    }
  });
  if (manager.name === "pnpm") writePnpmWorkspace(files, approved);
  if (manager.name === "bun") {
    setText(files, "bunfig.toml", `${asNpmInstalls}\n[install]\nlinker = "hoisted"\n`);
  }
  if (isYarnModern) {
    setText(files, ".yarnrc.yml", `${asNpmInstalls}\nnodeLinker: node-modules\n`);
    editText(files, ".gitignore", /^/, ".yarn\n");
  }
}

function writePnpmWorkspace(files: ProjectFiles, approved: string[]) {
  let workspaces: string[] = [];
  for (const path of manifestPaths(files)) {
    editJson(files, path, (manifest) => {
      if (path === "package.json") workspaces = manifest.workspaces ?? [];
      delete manifest.workspaces;
      const { dependencies, devDependencies, peerDependencies } = manifest;
      for (const ranges of [dependencies, devDependencies, peerDependencies]) {
        for (const name of Object.keys(ranges ?? {})) {
          if (ranges && name.startsWith("@repo/")) ranges[name] = "workspace:*";
        }
      }
    });
  }
  const lines = [
    ...["packages:", ...workspaces.map((pattern) => `  - ${JSON.stringify(pattern)}`)],
    ...[asNpmInstalls, "nodeLinker: hoisted"],
    "# The packages that may run scripts when they are installed.",
    ...["allowBuilds:", ...approved.map((name) => `  ${name}: true`)],
    // Before pnpm 11.
    ...["onlyBuiltDependencies:", ...approved.map((name) => `  - ${name}`)],
  ];
  setText(files, "pnpm-workspace.yaml", `${lines.join("\n")}\n`);
}

/** Says the commands of npm in another package manager's words, wherever they are said. */
function translate(files: ProjectFiles, path: string, manager: PackageManager) {
  const { content, encoding } = files.get(path)!;
  // The Convex CLI would write what it generates as it was.
  if (encoding !== "utf8" || path.includes("/_generated/")) return;
  let text = setUpInWorkflow(content, manager);
  if (path.endsWith("/Dockerfile")) {
    const { name, version } = manager;
    const setUp = name === "bun" ? `npm install --global bun@${version}` : "corepack enable";
    text = text.replace(/^RUN (?=npm ci)/m, `RUN ${setUp} && `);
  }
  text = translateCommands(text, manager).replaceAll("package-lock.json", lockfiles[manager.name]);
  if (text === content) return;
  setText(files, path, path.endsWith(".md") ? alignTables(text) : text);
}

/** In GitHub Actions, the package manager is there before setup-node asks it for its cache. */
function setUpInWorkflow(workflow: string, manager: PackageManager): string {
  const step = {
    npm: "",
    pnpm: "- uses: pnpm/action-setup@a7487c7e89a18df4991f7f222e4898a00d66ddda # v4.1.0",
    yarn: "- run: corepack enable",
    bun: "- uses: oven-sh/setup-bun@735343b667d3e6f658f44d0eca948eb6282f2b76 # v2",
  }[manager.name];
  const cache = manager.name === "bun" ? "" : `\n$1    cache: ${manager.name}`;
  return workflow.replace(
    /^( *)(- uses: actions\/setup-node@.*\n +with:\n +node-version: \d+)\n +cache: npm/gm,
    `$1${step}\n$1$2${cache}`,
  );
}
