import { execFile, spawn } from "node:child_process";
import { convexCli, type Project } from "./project/project.ts";

class ConvexCliError extends Error {}

/**
 * Runs a command of the Convex CLI to its end, without a terminal, in the folder of the backend.
 *
 * @param input what it reads from its standard input, where secrets go: every user of a machine sees
 *   the arguments of its processes
 * @returns what it wrote to its standard output
 * @throws ConvexCliError with what the CLI said, if it refused
 */
export function runConvex(project: Project, args: string[], input?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [convexCli(project), ...args],
      // With CI set, the CLI does not wait to report its failures over a network.
      {
        cwd: project.backend.folder,
        env: { ...process.env, CI: "1" },
        maxBuffer: 100 * 1024 * 1024,
      },
      (error, stdout, stderr) => {
        process.off("exit", stop);
        if (error) reject(new ConvexCliError(stderr.trim() || error.message));
        else resolve(stdout);
      },
    );
    // Nothing goes on behind a person who has interrupted this.
    const stop = () => void child.kill();
    process.once("exit", stop);
    child.stdin?.end(input);
  });
}

/**
 * Runs a command of the Convex CLI in this terminal, for what it asks a person, in the folder of the
 * backend.
 *
 * @param variables over those of this process
 * @throws ConvexCliError when it did not do it; it has said why
 */
export function runConvexInTerminal(
  project: Project,
  args: string[],
  variables: Record<string, string | undefined> = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...variables };
    const options = { cwd: project.backend.folder, env, stdio: "inherit" } as const;
    spawn(process.execPath, [convexCli(project), ...args], options)
      .once("error", reject)
      .once("close", (code) => {
        if (code === 0) resolve();
        // Its questions take Ctrl-C for a key, so that no signal comes here.
        else if (code === 130) reject(new ConvexCliError("Interrupted."));
        else
          reject(new ConvexCliError(`convex ${args.join(" ")} did not finish, as it says above.`));
      });
  });
}
