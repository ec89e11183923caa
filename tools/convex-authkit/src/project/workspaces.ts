import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parse as parseYaml } from "yaml";

/** The part of a package.json that is read here. */
export type Manifest = {
  name?: string;
  packageManager?: string;
  engines?: { node?: string };
  workspaces?: string[] | { packages?: string[] };
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
};

/** A folder with a package.json. */
export type Workspace = { folder: string; manifest: Manifest };

/**
 * The workspaces of the project that a folder is in, its root first.
 *
 * @throws Error with one sentence when the folder is in none
 */
export function findWorkspaces(folder: string): [Workspace, ...Workspace[]] {
  const root = findRoot(folder);
  const own = { folder: root, manifest: readManifest(root) };
  const others = globSync(patternsOf(own), { cwd: root })
    .map((path) => join(root, path))
    .filter((path) => existsSync(join(path, "package.json")))
    .sort()
    .map((path) => ({ folder: path, manifest: readManifest(path) }));
  return [own, ...others];
}

/** The uppermost folder that has workspaces, or else the nearest with a package.json. */
function findRoot(from: string): string {
  const candidates: string[] = [];
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) candidates.push(folder);
    if (folder === dirname(folder)) break;
  }
  const [nearest] = candidates;
  if (!nearest) throw new Error(`${from} is in no project: there is no package.json above it.`);
  const withWorkspaces = candidates.filter(
    (folder) => patternsOf({ folder, manifest: readManifest(folder) }).length > 0,
  );
  return withWorkspaces.at(-1) ?? nearest;
}

function patternsOf({ folder, manifest: { workspaces = [] } }: Workspace): string[] {
  const pnpmFile = join(folder, "pnpm-workspace.yaml");
  if (existsSync(pnpmFile)) {
    const { packages } = parseYaml(readFileSync(pnpmFile, "utf8")) as { packages?: string[] };
    return packages ?? [];
  }
  return Array.isArray(workspaces) ? workspaces : (workspaces.packages ?? []);
}

function readManifest(folder: string): Manifest {
  const path = join(folder, "package.json");
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Manifest;
  } catch (error) {
    throw new Error(`${path} is no JSON: ${(error as Error).message}.`, { cause: error });
  }
}

/** Whether a workspace declares that it depends on a package. */
export function dependsOn({ manifest }: Workspace, name: string): boolean {
  const { dependencies = {}, devDependencies = {} } = manifest;
  return name in dependencies || name in devDependencies;
}
