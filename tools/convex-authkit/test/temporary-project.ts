import { spawn } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";

const modules = join(import.meta.dirname, "../../../node_modules");
const bin = join(import.meta.dirname, "../src/bin.ts");

/** A project in a folder of its own, with the packages that are installed here. */
export class TemporaryProject {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), "convex authkit-")));

  /** @param files by their paths; what is not text is written as JSON */
  constructor(files: Record<string, unknown>) {
    symlinkSync(modules, join(this.root, "node_modules"), "junction");
    for (const [path, content] of Object.entries(files)) this.write(path, content);
  }

  write(path: string, content: unknown): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    const text = typeof content === "string" ? content : JSON.stringify(content, null, 2);
    writeFileSync(join(this.root, path), text);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  /** Runs `convex-authkit` in it. */
  run(...args: string[]): Run {
    return new Run(this.root, args);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** A command that runs, and what it has printed so far. */
export class Run {
  readonly exitCode: Promise<number | null>;
  output = "";
  readonly #listeners = new Set<() => void>();
  readonly #kill: (signal: NodeJS.Signals) => void;

  /**
   * @param env over the variables of this process; `undefined` takes one away
   * @param script that of the command, which is elsewhere where it is packed
   */
  constructor(
    cwd: string,
    args: string[],
    env: Record<string, string | undefined> = {},
    script = bin,
  ) {
    const child = spawn(process.execPath, ["--", script, ...args], {
      cwd,
      env: { ...process.env, CI: "1", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (data: Buffer) => {
        this.output += stripVTControlCharacters(data.toString());
        this.#listeners.forEach((listener) => listener());
      });
    }
    this.exitCode = new Promise((resolve) => child.once("close", resolve));
    this.#kill = (signal) => child.kill(signal);
  }

  stop(): void {
    this.#kill("SIGTERM");
  }

  /** Resolves once the text has been printed. */
  printed(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = () => {
        if (this.output.includes(text)) resolve();
      };
      this.#listeners.add(check);
      check();
      void this.exitCode.then(() => reject(new Error(`Ended without "${text}":\n${this.output}`)));
    });
  }
}

export function listen(port = 0, host = "127.0.0.1"): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(port, host, () => resolve(server));
  });
}

export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen()));
  return await Promise.all(
    servers.map((server) => {
      const { port } = server.address() as AddressInfo;
      return new Promise<number>((resolve) => server.close(() => resolve(port)));
    }),
  );
}
