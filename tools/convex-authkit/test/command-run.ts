import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

type Options = {
  /** Variables of the shell; none that a project reads come from that of the test. */
  env?: Record<string, string | undefined>;
  /** Whether it runs in a terminal, and asks. */
  inTerminal?: boolean;
};

const bin = join(import.meta.dirname, "../src/bin.ts");
const isOfAProject = /^(CONVEX|E2E|NEXT|VITE|WORKOS)_/;

/** A run of `convex-authkit` in a folder. */
export class CommandRun {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #exitCode: Promise<number | null>;
  readonly #listeners = new Set<() => void>();
  #output = "";
  /** Where the next text is expected. */
  #position = 0;

  constructor(cwd: string, args: string[], { env = {}, inTerminal }: Options = {}) {
    const ofThisShell = Object.entries(process.env).filter(([name]) => !isOfAProject.test(name));
    // Node would take --env-file for its own, wherever it is, but for the "--".
    const command = [process.execPath, "--", bin, ...args];
    const [program, programArgs] = inTerminal
      ? inPseudoTerminal(command)
      : [process.execPath, command.slice(1)];
    this.#child = spawn(program, programArgs, {
      cwd,
      env: { ...Object.fromEntries(ofThisShell), NO_COLOR: "1", ...env },
    });
    if (!inTerminal) this.#child.stdin.end();
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.on("data", (data: Buffer) => {
        this.#output += stripVTControlCharacters(data.toString());
        this.#listeners.forEach((listener) => listener());
      });
    }
    this.#exitCode = new Promise((resolve) => this.#child.once("close", resolve));
  }

  /** Resolves at its end. */
  async result(): Promise<{ exitCode: number | null; output: string }> {
    return { exitCode: await this.#exitCode, output: this.#output };
  }

  /** Resolves once the text has been printed, after that of the call before. */
  printed(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const found = this.#output.indexOf(text, this.#position);
        if (found === -1) return;
        this.#position = found + text.length;
        this.#listeners.delete(check);
        resolve();
      };
      this.#listeners.add(check);
      void this.#exitCode.then(() => reject(new Error(`No "${text}" in:\n${this.#output}`)));
      check();
    });
  }

  /** Types into its terminal. */
  type(keys: string): void {
    this.#child.stdin.write(keys);
  }

  interrupt(): void {
    this.#child.kill("SIGINT");
  }
}

/** `script` is part of util-linux and of macOS, with arguments of their own. Its terminal has no size. */
function inPseudoTerminal(command: string[]): [string, string[]] {
  const sized = `stty cols 200 rows 50; exec ${command.join(" ")}`;
  return process.platform === "darwin"
    ? ["script", ["-q", "/dev/null", "sh", "-c", sized]]
    : ["script", ["-qec", sized, "/dev/null"]];
}
