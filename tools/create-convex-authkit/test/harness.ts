import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { inject, test as base } from "vitest";
import { lockfiles, type PackageManagerName } from "../src/package-managers.ts";

export const command = inject("command");

/** What each package manager says of itself when it runs the command. */
export const userAgents: Record<PackageManagerName, string> = {
  npm: "npm/11.19.1 node/v24.1.0 linux x64 workspaces/false",
  pnpm: "pnpm/10.4.0 npm/? node/v24.1.0 linux x64",
  yarn: "yarn/4.18.1 npm/? node/v24.1.0 linux x64",
  bun: "bun/1.4.5 npm/? node/v24.1.0 linux x64",
};

/** A folder of the test's own, which goes with it. */
export const test = base.extend<{ folder: string }>({
  // eslint-disable-next-line no-empty-pattern -- Vitest reads from it what the fixture needs
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "create-test-"));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
});

/** The environment of a person who has git, and has called the command by npm. */
export function environment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|GIT_|CI$|VITEST|NODE_ENV$)/i.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    npm_config_user_agent: userAgents.npm,
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_SYSTEM: "/dev/null",
    GIT_AUTHOR_NAME: "Ada",
    GIT_AUTHOR_EMAIL: "ada@example.com",
    GIT_COMMITTER_NAME: "Ada",
    GIT_COMMITTER_EMAIL: "ada@example.com",
    ...more,
  };
}

export type Outcome = { code: number | null; stdout: string; stderr: string };

/** Starts something, such as the command, which nobody answers. */
export function start(
  file: string,
  args: string[],
  options: SpawnOptions,
): { child: ChildProcess; outcome: Promise<Outcome> } {
  const child = spawn(file, args, {
    env: environment(),
    ...options,
    stdio: ["pipe", "pipe", "pipe"],
  });
  const outcome = new Promise<Outcome>((resolve, reject) => {
    let stdout = "";
    let stderr = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { child, outcome };
}

/** Runs the command in a folder, without a terminal. */
export async function create(
  cwd: string,
  args: string[],
  more: Record<string, string> = {},
  options: SpawnOptions = {},
): Promise<Outcome> {
  const { child, outcome } = start(command, args, { cwd, env: environment(more), ...options });
  child.stdin?.end();
  return outcome;
}

/** The content of every file below a folder, by its path there, but for those of git. */
export function readTree(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1), path] as const)
      .filter(([name]) => !/^(.*\/)?\.git\//.test(name))
      .map(([name, path]) => [name, readFileSync(path, "utf8")]),
  );
}

/** Writes files that were there before, by their paths in a folder. */
export function writeTree(folder: string, files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** A PATH on which a shell script comes first under a name, such as that of a package manager. */
export function pathWith(folder: string, name: string, script: string): { PATH: string } {
  const bin = join(folder, "bin-of-the-test");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { PATH: `${bin}${delimiter}${process.env.PATH}` };
}

/** Has Node say that it is another, for the command to see. */
export function pretendNode(folder: string, version: string): { NODE_OPTIONS: string } {
  const file = join(folder, "pretend.cjs");
  const versions = `{ value: { ...process.versions, node: "${version}" } }`;
  writeFileSync(file, `Object.defineProperty(process, "versions", ${versions});`);
  return { NODE_OPTIONS: `--require ${file}` };
}

export { lockfiles };
