import { spawnSync } from "node:child_process";

export const packageManagerNames = ["npm", "pnpm", "yarn", "bun"] as const;
export type PackageManagerName = (typeof packageManagerNames)[number];

/** A package manager, in the version that is on this machine. */
export type PackageManager = { name: PackageManagerName; version: string };

export const lockfiles: Record<PackageManagerName, string> = {
  npm: "package-lock.json",
  pnpm: "pnpm-lock.yaml",
  yarn: "yarn.lock",
  bun: "bun.lock",
};

/**
 * The package manager that runs this: each says so in npm_config_user_agent, such as
 * "pnpm/10.4.0 npm/? node/v24.1.0 linux x64".
 */
export function findCaller(userAgent = ""): PackageManager | undefined {
  const [, called, version = ""] = /^(\w+)\/(\d\S*)/.exec(userAgent) ?? [];
  const name = packageManagerNames.find((known) => known === called);
  return name && { name, version };
}

/**
 * The package manager of that name on this machine.
 *
 * @param caller the one that runs this, whose version is known
 * @throws Error with one sentence when it is not installed, or does not run
 */
export function findPackageManager(
  name: PackageManagerName,
  caller: PackageManager | undefined,
): PackageManager {
  if (caller?.name === name) return caller;
  const { stdout, stderr, status, error } = spawnSync(name, ["--version"], {
    encoding: "utf8",
    // npm and its like are .cmd files on Windows, which only a shell runs.
    shell: process.platform === "win32",
  });
  const version = /^\d+\.\d+\.\d+\S*/.exec(stdout ?? "")?.[0];
  if (status === 0 && version) return { name, version };
  const another = "or choose another with --package-manager";
  // A shell's code for a command that is not there.
  if (error || status === 127 || status === 9009) {
    throw new Error(`${name} is not installed: install it, ${another}.`);
  }
  const said = `${stderr}\n${stdout}`;
  if (/\bnode(\.js)?\b.*\bv?\d+/i.test(said)) {
    const has = process.versions.node;
    throw new Error(`${name} needs a newer Node, and this is ${has}: update Node, ${another}.`);
  }
  throw new Error(`${name} does not run (${said.trim().split("\n")[0]}): mend it, ${another}.`);
}

/** Of yarn, whether it is the one before 2, which differs in much. */
export function isYarnClassic({ name, version }: PackageManager): boolean {
  return name === "yarn" && version.startsWith("1.");
}

/** Installs exactly what the lock file has. */
export function frozenInstall(manager: PackageManager): string {
  if (manager.name === "npm") return "npm ci";
  const isYarnModern = manager.name === "yarn" && !isYarnClassic(manager);
  return `${manager.name} install ${isYarnModern ? "--immutable" : "--frozen-lockfile"}`;
}

/** How a person makes a project with it. */
export function createCommand({ name }: PackageManager, version: string, args: string[]): string {
  const separator = name === "npm" ? ["--"] : [];
  return [name, "create", `convex-authkit@${version}`, ...separator, ...args]
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(" ");
}
