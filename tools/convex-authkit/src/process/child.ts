import { spawn, type ChildProcess } from "node:child_process";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";

/** How long a process may take to end before it is made to, in milliseconds. */
const GRACE = 5_000;
const LINES_KEPT = 30;

export type ChildOptions = {
  /** For messages, as the start of a sentence. */
  name: string;
  /** Arguments of Node, or a line for a shell that finds the programs which packages bring. */
  command: string[] | string;
  cwd: string;
  /** Over the variables of this process; `undefined` takes one away. */
  env: Record<string, string | undefined>;
  onLine?: (line: string) => void;
};

/** A process with all that it starts. */
export class Child {
  readonly name: string;
  /** Resolves when it has ended, with a sentence that says how, and what it said last. */
  readonly ended: Promise<string>;
  #process: ChildProcess;
  #lastLines: string[] = [];
  #hasEnded = false;

  constructor({ name, command, cwd, env, onLine }: ChildOptions) {
    this.name = name;
    const options = {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"] as ["ignore", "pipe", "pipe"],
      // A group of its own, so that it can be ended with what it has started.
      detached: process.platform !== "win32",
    };
    this.#process =
      typeof command === "string"
        ? spawn(command, { ...options, env: withPrograms(cwd, options.env), shell: true })
        : spawn(process.execPath, command, options);
    for (const stream of [this.#process.stdout!, this.#process.stderr!]) {
      createInterface({ input: stream }).on("line", (line) => {
        this.#lastLines = [...this.#lastLines, line].slice(-LINES_KEPT);
        onLine?.(line);
      });
    }
    this.ended = new Promise((resolve) => {
      this.#process.once("error", (error) => resolve(`${name} did not start: ${error.message}.`));
      // "close" and not "exit": what it has started holds its output open for as long as it runs.
      this.#process.once("close", (code, signal) => {
        this.#hasEnded = true;
        const how = `${name} has stopped (${signal ?? `exit code ${code}`}).`;
        resolve([how, ...this.#lastLines].join("\n"));
      });
    });
  }

  /** Resolves, when it has ended by itself, with whether it did what it was started for. */
  async succeeds(): Promise<boolean> {
    await this.ended;
    return this.#process.exitCode === 0;
  }

  /** Ends it and all that it has started. */
  async stop(): Promise<void> {
    if (this.#hasEnded) return;
    this.#signal("SIGTERM");
    const timer = setTimeout(() => this.#signal("SIGKILL"), GRACE);
    await this.ended;
    clearTimeout(timer);
  }

  #signal(signal: NodeJS.Signals) {
    const { pid } = this.#process;
    if (pid === undefined) return;
    if (process.platform === "win32") {
      spawn("taskkill", ["/pid", String(pid), "/T", "/F"]);
      return;
    }
    try {
      process.kill(-pid, signal);
    } catch {
      // It has ended meanwhile.
    }
  }
}

function withPrograms(folder: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { PATH = "" } = env;
  return { ...env, PATH: [join(folder, "node_modules/.bin"), PATH].join(delimiter) };
}
