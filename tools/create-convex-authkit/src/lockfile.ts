import { editJson, type ProjectFiles } from "./files.ts";

const path = "package-lock.json";

type Entry = {
  name?: string;
  engines?: Record<string, string>;
  link?: boolean;
  resolved?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
};
/** What the lock file repeats of a package.json. */
const copiedKeys = ["name", "engines", "dependencies", "devDependencies"] as const;

type Lockfile = { name: string; packages: Record<string, Entry> };

/**
 * Brings package-lock.json up to date with package.json files of which dependencies, or which as a
 * whole, were taken out: what nothing needs any longer goes, as `npm install` would have it.
 */
export function pruneLockfile(files: ProjectFiles): void {
  editJson<Lockfile>(files, path, (lockfile) => {
    const { packages } = lockfile;
    for (const folder of Object.keys(packages)) {
      if (folder.includes("node_modules")) continue;
      const manifest = files.get(folder === "" ? "package.json" : `${folder}/package.json`);
      if (!manifest) {
        delete packages[folder];
        continue;
      }
      const declared = JSON.parse(manifest.content) as Entry;
      const locked = Object.keys(packages[folder] ?? {}) as (keyof Entry)[];
      const copied = copiedKeys.filter((key) => locked.includes(key));
      Object.assign(
        packages[folder]!,
        Object.fromEntries(copied.map((key) => [key, sorted(declared[key])])),
      );
    }
    lockfile.name = packages[""]?.name ?? lockfile.name;
    const needed = foldersNeeded(packages);
    for (const folder of Object.keys(packages)) {
      if (!needed.has(folder)) delete packages[folder];
    }
  });
}

/** As npm writes dependencies into the lock file. */
function sorted(value: Entry[(typeof copiedKeys)[number]]) {
  if (typeof value !== "object") return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.sort(([one], [other]) => one.localeCompare(other, "en")));
}

function foldersNeeded(packages: Record<string, Entry>): Set<string> {
  const needed = new Set<string>();
  const visit = (folder: string) => {
    const entry = packages[folder];
    if (!entry || needed.has(folder)) return;
    needed.add(folder);
    if (entry.link) return;
    const names = Object.keys({
      ...entry.dependencies,
      ...entry.devDependencies,
      ...entry.optionalDependencies,
      ...entry.peerDependencies,
    });
    for (const name of names) {
      const found = findLocked(packages, folder, name);
      if (found !== undefined) visit(found);
    }
  };
  for (const [folder, { link, resolved }] of Object.entries(packages)) {
    if (!folder.includes("node_modules")) visit(folder);
    if (link && resolved !== undefined && resolved in packages) visit(folder);
  }
  return needed;
}

/** Looks where Node would: in the package's own node_modules, then in that of each folder above. */
function findLocked(packages: Record<string, Entry>, folder: string, name: string) {
  for (let above = folder; ; above = above.slice(0, Math.max(0, above.lastIndexOf("/")))) {
    const candidate = above === "" ? `node_modules/${name}` : `${above}/node_modules/${name}`;
    if (candidate in packages) return candidate;
    if (above === "") return undefined;
  }
}
