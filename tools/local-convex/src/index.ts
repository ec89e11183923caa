import { fork } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { StartupError } from "./errors.ts";

/** How to start a deployment. */
export type LocalConvexOptions = {
  /** Port of the deployment (CLI and clients). 0 picks a free one. */
  port: number;
  /** Port of the HTTP actions. 0 picks a free one. */
  sitePort: number;
  /** Folder of the deployment's state; `undefined` keeps nothing. */
  stateDirectory?: string;
  /** Key for the CLI; random when left out. */
  adminKey?: string;
  /** Origins that functions' fetch and JWKS lookups reach elsewhere. */
  rewriteOrigins?: Record<string, string>;
  /** Deployment variables set before the first push (merged over the stored ones). */
  environmentVariables?: Record<string, string>;
  /** Where lines of function logs go; default: dropped. */
  onLog?: (line: string) => void;
};

/** A deployment that runs in a process of its own. */
export type LocalConvex = {
  /** Address of the deployment, for the CLI and clients. */
  url: string;
  /** Address of the HTTP actions. */
  siteUrl: string;
  /** Key for the CLI. */
  adminKey: string;
  /** Id of its process. */
  pid: number | undefined;
  /** Resolves with a sentence if the process ends by itself. */
  exited: Promise<string>;
  /** Ends the process. */
  stop: () => Promise<void>;
};

/** The messages of the process that runs a deployment to this one. */
export type ChildMessage =
  | ({ type: "ready" } & Pick<LocalConvex, "url" | "siteUrl" | "adminKey">)
  | { type: "failed"; message: string }
  | { type: "log"; line: string };

/**
 * Starts a deployment in a process of its own (it replaces that process's globals), which ends with
 * this one.
 *
 * @throws Error in one sentence, if a port is in use or the state folder holds something else.
 */
export async function startLocalConvex(options: LocalConvexOptions): Promise<LocalConvex> {
  const { onLog, ...serializable } = options;
  const { SystemRoot, TEMP, TMPDIR, NODE_COMPILE_CACHE, NODE_EXTRA_CA_CERTS } = process.env;
  // Made and removed here, because a process that is killed leaves what it has made.
  const LOCAL_CONVEX_MODULES = mkdtempSync(path.join(realpathSync(tmpdir()), "local-convex-"));
  const child = fork(
    fileURLToPath(new URL(`child${path.extname(import.meta.url)}`, import.meta.url)),
    {
      // Flags and variables of the parent are not for pushed code; a small heap for what is new saves
      // 50 MB and costs no time that can be measured.
      execArgv: ["--max-semi-space-size=4"],
      env: {
        SystemRoot,
        TEMP,
        TMPDIR,
        NODE_COMPILE_CACHE,
        NODE_EXTRA_CA_CERTS,
        LOCAL_CONVEX_MODULES,
      },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    },
  );
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(`The deployment did not start: ${error.message}`));
    child.once("exit", (code, signal) =>
      resolve(`The deployment's process ended (${signal ?? `exit code ${code}`}).`),
    );
  }).finally(() => rmSync(LOCAL_CONVEX_MODULES, { recursive: true, force: true }));
  let stopping = false;
  const stop = async () => {
    stopping = true;
    if (child.connected) child.disconnect();
    await ended;
  };
  const ready = new Promise<ChildMessage & { type: "ready" }>((resolve, reject) => {
    child.on("message", (message: ChildMessage) => {
      if (message.type === "log") return onLog?.(message.line);
      if (message.type === "ready") return resolve(message);
      reject(new StartupError(message.message));
      void stop();
    });
    void ended.then((sentence) => reject(new StartupError(sentence)));
  });
  child.send(serializable);
  const { url, siteUrl, adminKey } = await ready;
  const never = new Promise<never>(() => {});
  const exited = ended.then((sentence) => (stopping ? never : sentence));
  return { url, siteUrl, adminKey, pid: child.pid, exited, stop };
}
