import { spawn } from "node:child_process";

/** How long a command may take to end before it is made to, in milliseconds. */
const GRACE = 5_000;
/** How much of what a command said last is kept, in characters. */
const KEPT = 4_000;

/** Where git looks before it looks where it is: what a hook that runs this has set. */
const gitVariables = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"];

/** A command that did not do what it was started for. Its message is what it said last. */
export class CommandError extends Error {}

/**
 * Runs a command to its end, with all that it starts.
 *
 * @returns what it wrote to its standard output
 * @throws CommandError, or the signal's reason when that ended it
 */
export function runCommand(
  command: string,
  args: string[],
  { cwd, signal }: { cwd: string; signal: AbortSignal },
): Promise<string> {
  signal.throwIfAborted();
  // In CI, yarn would refuse to make the lock file that a new project does not have.
  const env = { ...process.env, YARN_ENABLE_IMMUTABLE_INSTALLS: "false" };
  for (const name of gitVariables) Reflect.deleteProperty(env, name);
  const isWindows = process.platform === "win32";
  const child = spawn(command, args, {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    // npm and its like are .cmd files on Windows, which only a shell runs.
    shell: isWindows && command !== "git",
    // A group of its own, so that it can be ended with what it has started.
    detached: !isWindows,
  });
  const end = (how: NodeJS.Signals) => {
    if (child.pid === undefined) return;
    if (isWindows) {
      spawn("taskkill", ["/pid", String(child.pid), "/T", "/F"]);
      return;
    }
    try {
      process.kill(-child.pid, how);
    } catch {
      // It has ended meanwhile.
    }
  };
  const onAbort = () => {
    end("SIGTERM");
    setTimeout(end, GRACE, "SIGKILL").unref();
  };
  signal.addEventListener("abort", onAbort, { once: true });
  return new Promise((resolve, reject) => {
    let stdout = "";
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      said = (said + text).slice(-KEPT);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-KEPT);
    });
    child.once("error", (error) => reject(new CommandError(error.message)));
    // "close" and not "exit": what it has started holds its output open for as long as it runs.
    child.once("close", (code) => {
      signal.removeEventListener("abort", onAbort);
      if (signal.aborted) reject(signal.reason as Error);
      else if (code === 0) resolve(stdout);
      else reject(new CommandError(said.trim()));
    });
  });
}
