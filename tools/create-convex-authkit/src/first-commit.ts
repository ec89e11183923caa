import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { CommandError, runCommand } from "./run-command.ts";
import { ASIDE } from "./write-project.ts";

/**
 * Makes a repository with a first commit on main, unless the folder is in one.
 *
 * @returns why there is none, in a sentence; undefined when there is one
 * @throws the signal's reason when it is aborted
 */
export async function makeFirstCommit(
  folder: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const git = (args: string) => runCommand(`git ${args}`, { cwd: folder, signal });
  let hasStarted = false;
  try {
    await git("--version");
    if (await isInRepository()) return "The folder is in a repository already: commit it there.";
    hasStarted = true;
    await git("init");
    await git("symbolic-ref HEAD refs/heads/main");
    await git(`add --all -- . ":(exclude)${ASIDE}*"`);
    await git('commit --message "Create the project from convex-authkit"');
    return undefined;
  } catch (error) {
    if (hasStarted) await rm(join(folder, ".git"), { recursive: true, force: true });
    if (!(error instanceof CommandError)) throw error;
    if (!hasStarted) return "There is no repository, as git is not installed.";
    const [reason] = error.message.split("\n").slice(-1);
    return `There is no repository, as git did not make the first commit: ${reason}`;
  }

  async function isInRepository(): Promise<boolean> {
    // Also one that git does not take, such as somebody else's: it is not for us to touch.
    if (existsSync(join(folder, ".git"))) return true;
    return git("rev-parse --git-dir").then(
      () => true,
      (error) => {
        if (error instanceof CommandError) return false;
        throw error;
      },
    );
  }
}
