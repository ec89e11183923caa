import { Child } from "../../convex-authkit/src/process/child.ts";

const inShell = {
  // Where git looks before it looks where it is: what a hook that runs this has set.
  ...{ GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined },
  GIT_PREFIX: undefined,
  // In CI, yarn would refuse to make the lock file that a new project does not have.
  YARN_ENABLE_IMMUTABLE_INSTALLS: "false",
};

/** A command that did not do what it was started for. Its message is what it said last. */
export class CommandError extends Error {}

/**
 * Runs a line for a shell to its end, with all that it starts.
 *
 * @throws CommandError, or the signal's reason when that ended it
 */
export async function runCommand(
  command: string,
  { cwd, signal }: { cwd: string; signal: AbortSignal },
): Promise<void> {
  signal.throwIfAborted();
  const child = new Child({ name: command, command, cwd, env: inShell });
  const stop = () => void child.stop();
  signal.addEventListener("abort", stop, { once: true });
  const hasSucceeded = await child.succeeds();
  signal.removeEventListener("abort", stop);
  signal.throwIfAborted();
  if (hasSucceeded) return;
  const [, ...said] = (await child.ended).split("\n");
  throw new CommandError(said.join("\n").trim());
}
