import type { AppUrl } from "@repo/convex-backend/urls";
import { styleText } from "node:util";
import { Child, type ChildOptions } from "./child.ts";
import { failure, panel, taggedLine, type PanelRow } from "./panel.ts";
import { requireFreePort } from "./ports.ts";
import { convexCli } from "./workspace.ts";

/** An app whose script `dev` serves it. */
export type DevApp = {
  /** In front of its lines. */
  tag: string;
  /** For messages, as the start of a sentence. */
  name: string;
  cwd: string;
  url: AppUrl;
};

/** What the backend and the apps run on. */
export type Platform = {
  /** The one sentence over the panel. */
  title: string;
  rows: PanelRow[];
  /** The folder that the Convex CLI works in, and the variables that point it to the deployment. */
  convexProject: { directory: string; variables: Record<string, string | undefined> };
  appVariables: Record<string, string | undefined>;
  /** Resolves with a sentence, if the platform ends by itself. */
  ended?: Promise<string>;
  stop?(): Promise<void>;
};

export type RunOptions = {
  apps: DevApp[];
  /** Is started once the ports of the apps are known to be free. */
  startPlatform: (showLine: (tag: string, line: string) => void) => Promise<Platform>;
};

/**
 * Runs the platform, the Convex CLI and the apps until a signal comes or one of them ends, and then
 * ends all of them and this process: with 0 after a signal, else with 1 and a sentence that says why.
 */
export async function runUntilStopped({ apps, startPlatform }: RunOptions): Promise<void> {
  let platform: Platform | undefined;
  const children: Child[] = [];
  /** Before the panel only refusals of the CLI are shown; a child that ends shows its last lines. */
  let isRunning = false;
  let isStopping = false;

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => void stop(0));
  }
  try {
    await start();
  } catch (error) {
    await fail(error instanceof Error ? error.message : String(error));
  }

  async function start() {
    console.log("\n  Starting…");
    for (const { name, url } of apps) {
      await requireFreePort(url.port, name, "or change the port in convex.json");
    }
    platform = await startPlatform(showLine);
    void platform.ended?.then(fail);

    for (const { tag, name, cwd, url } of apps) {
      startChild({
        name,
        command: ["--run", "dev"],
        cwd,
        env: { ...platform.appVariables, PORT: String(url.port) },
        onLine: (line) => showLine(tag, line),
      });
    }
    const [wasPushed] = await Promise.all([
      startConvexDev(platform),
      ...apps.map(({ url }) => answers(url.origin)),
    ]);

    if (isStopping) return;
    const appRows = apps.map(({ name, url }) => [name, styleText("cyan", url.origin)] as const);
    console.log(panel(platform.title, wasPushed, [...appRows, ...platform.rows]));
    isRunning = true;
  }

  /** Pushes the functions, now and on every change. Resolves with whether the first push was accepted. */
  function startConvexDev({ convexProject }: Platform): Promise<boolean> {
    return new Promise((resolve) => {
      let wasRefused = false;
      let pause: NodeJS.Timeout | undefined;
      startChild({
        name: "The Convex CLI",
        command: [convexCli(), "dev", "--tail-logs", "disable"],
        cwd: convexProject.directory,
        env: convexProject.variables,
        onLine: (line) => {
          wasRefused ||= line.includes("✖");
          if (wasRefused && !isRunning) console.log(taggedLine("convex", line));
          showLine("convex", line);
          if (line.includes("functions ready!")) resolve(true);
          // Nothing marks the last line of a refusal, but a pause.
          clearTimeout(pause);
          if (wasRefused) pause = setTimeout(() => resolve(false), 300);
        },
      });
    });
  }

  function startChild(childOptions: ChildOptions) {
    const child = new Child(childOptions);
    children.push(child);
    void child.ended.then(fail);
  }

  /** Resolves when the app has answered: its first page is compiled then. */
  async function answers(origin: string): Promise<void> {
    while (!isStopping) {
      const response = await fetch(origin).catch(() => undefined);
      if (response) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  function showLine(tag: string, line: string) {
    if (isRunning && !isStopping && line.trim() !== "") console.log(taggedLine(tag, line));
  }

  async function fail(sentence: string) {
    if (isStopping) return;
    console.error(failure(sentence));
    await stop(1);
  }

  async function stop(exitCode: number) {
    if (isStopping) return;
    isStopping = true;
    await Promise.all(children.map((child) => child.stop()));
    await platform?.stop?.();
    process.exit(exitCode);
  }
}
