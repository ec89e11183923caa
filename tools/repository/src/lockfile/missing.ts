/** What package-lock.json says of each package, by the folder that it is installed in. */
export type Lockfile = {
  packages: Record<string, { version?: string; optionalDependencies?: Record<string, string> }>;
};

/**
 * A sentence for each optional dependency that the lock file does not have, in the version asked for.
 *
 * These are mostly binaries, one for each platform. npm leaves out those that the registry lacks, and
 * those of other platforms when it makes a lock file beside installed packages. Nobody notices where
 * it was made, and elsewhere `npm ci` installs without them, says nothing, and nothing builds.
 */
export function findMissing({ packages }: Lockfile): string[] {
  return Object.entries(packages).flatMap(([folder, { version, optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies).flatMap(([name, range]) => {
      const locked = findLocked(packages, folder, name);
      const isExact = /^\d/.test(range);
      if (locked && (!isExact || locked.version === range)) return [];
      const dependent = `${folder.split("node_modules/").at(-1)} ${version}`;
      return [
        `package-lock.json lacks ${name} ${range}, which ${dependent} needs on some platforms (${folder}): delete node_modules and package-lock.json and run npm install, and if it is still missing, the registry does not have it: pin an older version of what brings ${dependent}.`,
      ];
    }),
  );
}

/** Looks where Node would: in the package's own node_modules, then in that of each folder above. */
function findLocked(packages: Lockfile["packages"], folder: string, name: string) {
  for (let above = folder; ; above = above.slice(0, Math.max(0, above.lastIndexOf("/")))) {
    const locked =
      packages[above === "" ? `node_modules/${name}` : `${above}/node_modules/${name}`];
    if (locked || above === "") return locked;
  }
}
