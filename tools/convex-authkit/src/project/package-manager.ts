import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Manifest } from "./workspaces.ts";

const lockfiles = {
  npm: "package-lock.json",
  pnpm: "pnpm-lock.yaml",
  yarn: "yarn.lock",
  bun: "bun.lock",
};

type Name = keyof typeof lockfiles;

/** How people run things in a project, in the words of its package manager. */
export type PackageManager = {
  name: Name;
  lockfile: string;
  /**
   * What a person types to run one of the commands: "npm run setup -- --prod", or without such a script
   * "npx convex-authkit setup --prod".
   */
  run: (command: string, ...args: string[]) => string;
  /** The command that runs a program that a package brings: "npx convex". */
  exec: (command: string) => string;
};

/** As package.json says under `packageManager`, or else the lock file. */
export function findPackageManager(
  root: string,
  { packageManager, scripts = {} }: Manifest,
): PackageManager {
  const names = Object.keys(lockfiles) as Name[];
  const name =
    names.find((each) => packageManager?.startsWith(`${each}@`)) ??
    names.find((each) => existsSync(join(root, lockfiles[each]))) ??
    "npm";
  const separator = name === "npm" ? ["--"] : [];
  const program = { npm: "npx", pnpm: "pnpm exec", yarn: "yarn run", bun: "bunx" }[name];
  const exec = (command: string) => `${program} ${command}`;
  return {
    name,
    lockfile: lockfiles[name],
    run: (script, ...args) =>
      script in scripts
        ? [`${name} run ${script}`, ...(args.length > 0 ? [...separator, ...args] : [])].join(" ")
        : exec(["convex-authkit", script, ...args].join(" ")),
    exec,
  };
}
