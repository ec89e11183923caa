import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import type { JSONValue } from "convex/values";
import type { FunctionPath } from "./engine-internals.ts";
import { messageOf, StartupError } from "./errors.ts";
import type { Environment } from "./module-bundle.ts";
import type { PushedCode } from "./pushed-code.ts";

/** The documents of a component, and the counters that keep new ones apart from them. */
export type ComponentState = {
  nextDocumentId: number;
  lastCreationTime: number;
  documents: JSONValue[];
  /** Stored files, base64 by id. */
  files: Record<string, { type: string; data: string }>;
};

/** Everything that a deployment needs to go on after a restart. */
export type DeploymentState = {
  environmentVariables: Environment;
  code: PushedCode | null;
  components: Record<string, ComponentState>;
  scheduledFunctions: [string, FunctionPath][];
};

const FORMAT = "local-convex state 1";
const STATE_FILE = "state.json";
/** Apart from the rest: megabytes that change with a push only. */
const CODE_FILE = "code.json";
const LOCK_FILE = "lock";

/** The folder of a deployment's state, held by one process at a time. */
export class StateDirectory {
  private readonly directory: string;
  private writtenCode: PushedCode | null | undefined;

  private constructor(directory: string) {
    this.directory = directory;
  }

  /** Locks the folder (and makes it); throws a {@link StartupError} if another process holds it. */
  static open(directory: string): StateDirectory {
    const lock = path.join(directory, LOCK_FILE);
    try {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      const holder = existsSync(lock) ? Number(readFileSync(lock, "utf8")) : 0;
      if (holder > 0 && holder !== process.pid && isAlive(holder))
        throw new StartupError(
          `The state in ${directory} is in use by process ${holder}: stop that one, or choose another folder.`,
        );
      // What a process left that did not end by itself.
      rmSync(lock, { force: true });
      writeFileSync(lock, String(process.pid), { flag: "wx", mode: 0o600 });
    } catch (error) {
      if (error instanceof StartupError) throw error;
      throw new StartupError(
        `The folder ${directory} cannot hold the deployment's state (${messageOf(error)}): choose another one.`,
      );
    }
    return new StateDirectory(directory);
  }

  /** The stored state; null if there is none yet. */
  read(): DeploymentState | null {
    if (!existsSync(path.join(this.directory, STATE_FILE))) return null;
    const state = this.readFile(STATE_FILE) as Omit<DeploymentState, "code">;
    const { code } = this.readFile(CODE_FILE) as Pick<DeploymentState, "code">;
    this.writtenCode = code;
    return { ...state, code };
  }

  /** Replaces the stored state as a whole. */
  write({ code, ...state }: DeploymentState): void {
    if (this.writtenCode !== code) this.writeFile(CODE_FILE, { code });
    this.writtenCode = code;
    this.writeFile(STATE_FILE, state);
  }

  unlock(): void {
    rmSync(path.join(this.directory, LOCK_FILE), { force: true });
  }

  private readFile(name: string): unknown {
    const file = path.join(this.directory, name);
    try {
      const { format, ...content } = JSON.parse(readFileSync(file, "utf8")) as { format?: unknown };
      if (format !== FORMAT) throw new Error(`it does not say "${FORMAT}"`);
      return content;
    } catch (error) {
      throw new StartupError(
        `${file} is not the state of a local-convex deployment (${messageOf(error)}): move the folder away to start empty, or choose another one.`,
      );
    }
  }

  private writeFile(name: string, content: object): void {
    const file = path.join(this.directory, name);
    const temporary = `${file}.tmp`;
    writeFileSync(temporary, JSON.stringify({ format: FORMAT, ...content }), { mode: 0o600 });
    renameSync(temporary, file);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and it is somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
