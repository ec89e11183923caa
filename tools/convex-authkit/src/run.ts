import { existsSync } from "node:fs";
import { join } from "node:path";
import { styleText } from "node:util";
import { failure, panel, taggedLine, type PanelRow } from "./panel.ts";
import { Child, type ChildOptions } from "./process/child.ts";
import { requireFreePort } from "./process/ports.ts";
import type { App } from "./project/apps.ts";
import { convexCli, type Project } from "./project/project.ts";

export type ShowLine = (tag: string, line: string) => void;

/** What the backend and the apps run on. */
export type Platform = {
  /** The one sentence over the panel. */
  title: string;
  rows: PanelRow[];
  /** The folder that the Convex CLI works in, and the variables that point it to the deployment. */
  convexProject: { directory: string; variables: Record<string, string | undefined> };
  variablesOf(app: App): Record<string, string>;
  /** Resolves with a sentence, if the platform ends by itself. */
  ended?: Promise<string>;
  stop?(): Promise<void>;
};

/**
 * Runs the platform, the Convex CLI and the apps until a signal comes or one of them ends, and then
 * ends all of them and this process: with 0 after a signal, else with 1 and a sentence that says why.
 *
 * @param startPlatform is called once the ports of the apps are known to be free
 */
export async function runUntilStopped(
  project: Project,
  startPlatform: (showLine: ShowLine) => Promise<Platform>,
): Promise<never> {
  const { apps } = project;
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
  return await new Promise<never>(() => {});

  async function start() {
    console.log("\n  Starting…");
    for (const { title, url } of apps) {
      await requireFreePort(url.port, `the ${title}`, "or change the port in convex.json");
    }
    platform = await startPlatform(showLine);
    void platform.ended?.then(fail);

    for (const app of apps) {
      startChild({
        name: `The ${app.title}`,
        command: devCommand(app),
        cwd: app.folder,
        env: { ...platform.variablesOf(app), PORT: String(app.url.port) },
        onLine: (line) => showLine(app.name, line),
      });
    }
    const [wasPushed] = await Promise.all([
      startConvexDev(platform),
      ...apps.map(({ url }) => answers(url.origin)),
    ]);

    if (isStopping) return;
    const appRows = apps.map(
      ({ title, url }) => [`The ${title}`, styleText("cyan", url.origin)] as const,
    );
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
        command: [convexCli(project), "dev", "--tail-logs", "disable"],
        cwd: convexProject.directory,
        env: convexProject.variables,
        onLine: (said) => {
          const line = withPathFrom(convexProject.directory, said, project);
          wasRefused ||= line.includes("✖");
          if (wasRefused && !isRunning) console.log(taggedLine("convex", line));
          showLine("convex", line);
          if (line.includes("functions ready!")) resolve(true);
          // Nothing marks the last line of a refusal, but a pause. Type errors come some time after
          // the lines that say that there are any.
          if (!wasRefused || line.trim() === "") return;
          clearTimeout(pause);
          const isToGoOn = /typecheck|TypeScript errors/.test(line);
          pause = setTimeout(() => resolve(false), isToGoOn ? 60_000 : 300);
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

/**
 * A line with the file that it begins with, if any, as people in the project's root would write it:
 * in a terminal they can open it then.
 */
function withPathFrom(directory: string, line: string, { pathOf }: Project): string {
  // The codes for colors may be around it.
  return line.replace(/^([^\w"'.[]*(?:\[\d+m)?)([^\s:"']+\.[cm]?[jt]sx?)(?=\W)/, (...parts) => {
    const [whole, before, file] = parts as string[];
    const path = join(directory, file ?? "");
    return existsSync(path) ? before + pathOf(path) : (whole ?? "");
  });
}

/**
 * What serves an app in development: its script "dev", or what that has the Convex CLI start, as
 * templates of Convex's do: the CLI is started here already.
 */
function devCommand({ folder, scripts, title }: App): ChildOptions["command"] {
  const { dev } = scripts;
  if (dev === undefined)
    throw new Error(`The ${title} has no script "dev" in ${folder}/package.json.`);
  const started = /^convex dev\b.*--start[ =](['"])(.+?)\1/.exec(dev)?.[2];
  return started ?? ["--run", "dev"];
}
