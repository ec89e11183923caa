import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";

type Where = { cwd: string; env: NodeJS.ProcessEnv };

/**
 * The environment of a person who is in none of this repository's own scripts.
 *
 * @param bins folders of commands that they have, beside those of the machine
 */
export function outside(...bins: string[]): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(npm_|GIT_)/.test(name));
  const ofMachine = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((path) => !path.includes("node_modules"));
  return {
    ...Object.fromEntries(inherited),
    PATH: [...bins, dirname(process.execPath), ...ofMachine].join(delimiter),
    // Git commits as somebody, whose machine this may not be.
    GIT_AUTHOR_NAME: "Ada",
    GIT_AUTHOR_EMAIL: "ada@example.com",
    GIT_COMMITTER_NAME: "Ada",
    GIT_COMMITTER_EMAIL: "ada@example.com",
  };
}

/** Installs packages into a folder of their own. Returns where their commands are. */
export async function installInto(folder: string, packages: string[]): Promise<string> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), "{}");
  const command = ["npm", "install", "--no-audit", "--no-fund", ...packages];
  await runQuietly(command, { cwd: folder, env: outside() });
  return join(folder, "node_modules/.bin");
}

/** Runs a command. Returns what it wrote to its standard output. */
export async function runQuietly([file = "", ...args]: string[], where: Where): Promise<string> {
  const { stdout } = await promisify(execFile)(file, args, where);
  return stdout;
}

/**
 * Runs a command, whose output goes where that of this process goes.
 *
 * @throws Error when it fails
 */
export async function runLoud([file = "", ...args]: string[], where: Where): Promise<void> {
  const child = spawn(file, args, { ...where, stdio: ["ignore", "inherit", "inherit"] });
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`${[file, ...args].join(" ")} failed, as it says above.`);
}
