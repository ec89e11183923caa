import { join } from "node:path";
import { Child, type ChildOptions } from "@repo/commands/child";
import { makeConvexProject } from "./convex-project.ts";
import { failure, panel, taggedLine } from "./panel.ts";
import { requireFreePort } from "@repo/commands/ports";
import type { RunOptions } from "./run-options.ts";
import { startStack, type Stack } from "./stack.ts";
import { convexCli } from "@repo/commands/workspace";

/**
 * Runs the stack, the Convex CLI and the apps until a signal comes or one of them ends, and then ends
 * all of them and this process: with 0 after a signal, else with 1 and a sentence that says why.
 */
export async function runUntilStopped(options: RunOptions): Promise<void> {
  let stack: Stack | undefined;
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
    for (const { name, url } of options.apps) {
      await requireFreePort(url.port, name, "or change the port in convex.json");
    }
    stack = await startStack({ ...options, onLog: showLine });
    void stack.convex.exited.then(fail);

    const { appVariables } = stack;
    for (const { tag, name, cwd, url } of options.apps) {
      startChild({
        name,
        command: ["--run", "dev"],
        cwd,
        env: { ...appVariables, PORT: String(url.port) },
        onLine: (line) => showLine(tag, line),
      });
    }
    const [wasPushed] = await Promise.all([
      startConvexDev(stack),
      ...options.apps.map(({ url }) => answers(url.origin)),
    ]);

    if (isStopping) return;
    console.log(panel({ ...options, wasPushed, inbox: stack.workos.url }));
    isRunning = true;
  }

  /** Pushes the functions, now and on every change. Resolves with whether the first push was accepted. */
  function startConvexDev({ cliVariables }: Stack): Promise<boolean> {
    return new Promise((resolve) => {
      let wasRefused = false;
      let pause: NodeJS.Timeout | undefined;
      startChild({
        name: "The Convex CLI",
        command: [convexCli(), "dev", "--tail-logs", "disable"],
        cwd: makeConvexProject(join(options.stateDirectory, "convex-project"), options),
        env: cliVariables,
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
    await stack?.stop();
    process.exit(exitCode);
  }
}
