import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { StartupError } from "./errors.ts";
import type { ChildMessage, LocalConvexOptions } from "./options.ts";

export type { LocalConvexOptions } from "./options.ts";

/** A deployment that runs in a process of its own. */
export type LocalConvex = {
  /** Address of the deployment, for the CLI and clients. */
  url: string;
  /** Address of the HTTP actions. */
  siteUrl: string;
  /** Key for the CLI. */
  adminKey: string;
  /** Resolves with a sentence if the process ends by itself. */
  exited: Promise<string>;
  /** Saves the state and ends the process. */
  stop(): Promise<void>;
};

/** Starts the deployment in a process of its own (it replaces that process's fetch). */
export async function startLocalConvex(options: LocalConvexOptions): Promise<LocalConvex> {
  const { onLog, ...serializable } = options;
  const child = fork(fileURLToPath(new URL("main.ts", import.meta.url)), {
    // Flags of the parent, a test runner's or a debugger's, are not for the child.
    execArgv: [],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const ended = exitOf(child);
  const ready = new Promise<Omit<LocalConvex, "exited" | "stop">>((resolve, reject) => {
    child.on("message", (message: ChildMessage) => {
      if (message.type === "log") onLog?.(message.line);
      else if (message.type === "ready") resolve(message);
      else reject(new StartupError(message.message));
    });
    void ended.then((sentence) => reject(new StartupError(sentence)));
  });
  child.send(serializable);
  const { url, siteUrl, adminKey } = await ready;
  let stopping = false;
  return {
    url,
    siteUrl,
    adminKey,
    exited: new Promise((resolve) => {
      void ended.then((sentence) => {
        if (!stopping) resolve(sentence);
      });
    }),
    async stop() {
      stopping = true;
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(`The deployment did not start: ${error.message}`));
    child.once("exit", (code, signal) =>
      resolve(`The deployment's process ended (${signal ?? `exit code ${code}`}).`),
    );
  });
}
