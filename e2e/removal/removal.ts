import { folders } from "@repo/commands/workspace";
import { contract } from "@repo/config/env";
import { execFile } from "node:child_process";
import {
  constants,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { findLeftovers, type Leftovers } from "./leftovers.ts";
import { readCommands, readDevelopmentFile } from "./page.ts";

/** The project: this one, or one that was made from it. */
const root = resolve(process.argv[2] ?? folders.root);

const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => interruption.abort());
}

export type Removal = {
  /** What is taken out, for messages: "the local services". */
  what: string;
  /** The page whose one block marked sh takes it out. */
  page: string;
  /**
   * What nothing that is left may name.
   *
   * @param gone the files that the commands deleted
   */
  leftovers: (gone: string[]) => Leftovers;
};

/**
 * Takes a part out of a copy of the repository, with the commands that a page has for it, and checks
 * that the rest stands by itself. What failed is said with a sentence, and in the exit code.
 */
export async function tryRemoval({ what, page, leftovers }: Removal): Promise<void> {
  const copy = mkdtempSync(join(tmpdir(), `${what.replaceAll(" ", "-")}-`));
  try {
    const commands = readCommands(root, page);
    const developmentFile = readDevelopmentFile(root);
    const files = await trackedFiles();
    const tasks = readTasks();

    console.log(`Taking ${what} out of a copy, as ${page} says …`);
    for (const file of [...files, "node_modules"]) {
      copyOver(copy, file);
    }
    const place = { copy, page };
    await run(place, "the commands themselves", "sh", ["-e", "-c", commands]);
    const gone = files.filter((file) => !existsSync(join(copy, file)));
    const problems = findLeftovers(root, copy, files, leftovers(gone));
    if (problems.length > 0) {
      throw new Error(
        `After the commands in ${page}:\n  ${problems.join("\n  ")}\nLet them take that out too, or mark it for them in a file that they name.`,
      );
    }

    console.log(`Running ${tasks.join(", ")} on what is left …`);
    writeFileSync(join(copy, "packages/convex-backend/.env.local"), developmentFile);
    const turboRun = ["turbo", "run", ...tasks, "--output-logs=errors-only"];
    await run(place, turboRun.join(" "), "npx", turboRun);
    console.log(`The project stands without ${what}.`);
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    console.error(`✗ ${interruption.signal.aborted ? "Interrupted." : sentence}`);
    process.exitCode = 1;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** What `npm run check` does, but for lint: that looks at the same lines as before, and takes longest. */
function readTasks(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    scripts: { check: string };
  };
  const [, tasks = ""] = /turbo run ([\w: ]+) --/.exec(scripts.check) ?? [];
  if (tasks === "") throw new Error("The script check in package.json runs no turbo tasks.");
  return tasks.split(" ").filter((task) => task !== "lint");
}

/** What git tracks, but for packages that are published: those are about the repository as it is. */
async function trackedFiles(): Promise<string[]> {
  const list = promisify(execFile)("git", ["ls-files", "-z"], { cwd: root });
  const { stdout } = await list.catch(() => {
    throw new Error(
      "Git does not know this folder, and only what it tracks is copied: run git init and git add --all, and try again.",
    );
  });
  const files = stdout.split("\0").filter((file) => file !== "" && existsSync(join(root, file)));
  const published = files.filter(isPublishedPackage).map(dirname);
  return files.filter((file) => !published.some((folder) => file.startsWith(`${folder}/`)));
}

function isPublishedPackage(file: string): boolean {
  if (!/^packages\/[^/]+\/package\.json$/.test(file)) return false;
  const json = JSON.parse(readFileSync(join(root, file), "utf8")) as { private?: boolean };
  return !json.private;
}

function copyOver(copy: string, path: string) {
  cpSync(join(root, path), join(copy, path), {
    recursive: true,
    // The links to the workspaces lead to those of the copy.
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
  });
}

/** Runs a command in the copy, where the apps have their variables from nowhere but their files. */
async function run(
  { copy, page }: { copy: string; page: string },
  name: string,
  command: string,
  args: string[],
) {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    npm_config_prefer_offline: "true",
    npm_config_audit: "false",
    npm_config_fund: "false",
  };
  for (const name of Object.keys(contract)) delete env[name];
  // In CI, pnpm would leave the lock file as it is, and these are the commands of a person.
  delete env.CI;
  const { signal } = interruption;
  signal.throwIfAborted();
  const running = promisify(execFile)(command, args, {
    cwd: copy,
    env,
    maxBuffer: 100 * 1024 * 1024,
  });
  // Not execFile's own option, which does not wait until all that was started has ended.
  signal.addEventListener("abort", () => running.child.kill(), { once: true });
  await running.catch(({ stdout, stderr }: { stdout: string; stderr: string }) => {
    throw new Error(
      `In a copy of the repository, with the commands in ${page}, this failed: ${name}.\n${stdout}${stderr}`,
    );
  });
}
