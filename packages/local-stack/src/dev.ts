/** `npm run dev`: everything on this machine, until Ctrl-C. */
import { convexJson } from "@repo/convex-backend/urls";
import { join } from "node:path";
import { devPorts } from "./addresses.ts";
import { Child, type ChildOptions } from "./child.ts";
import { makeConvexProject } from "./convex-project.ts";
import { failure, panel, taggedLine } from "./panel.ts";
import { requireFreePort } from "./ports.ts";
import { startStack, type Stack } from "./stack.ts";
import { convexCli, folders } from "./workspace.ts";

const stateDirectory = join(folders.root, ".local/dev");
const people = [
  { email: "ada@example.com", firstName: "Ada", lastName: "Lovelace" },
  { email: "grace@example.com", firstName: "Grace", lastName: "Hopper" },
];

let stack: Stack | undefined;
const children: Child[] = [];
/** Before the panel only the CLI's refusals are shown; a child that ends shows its own last lines. */
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
  stack = await startStack({
    convexJson,
    ports: devPorts,
    stateDirectory,
    people,
    onLog: showLine,
  });
  void stack.convex.exited.then(fail);

  const { next, vite } = stack.addresses.apps;
  const remedy = "stop that, or change the port in packages/convex-backend/convex.json";
  await requireFreePort(next.port, "the Next.js app", remedy);
  await requireFreePort(vite.port, "the Vite app", remedy);

  startApp("next", "The Next.js app", folders.nextApp, { PORT: String(next.port) });
  startApp("vite", "The Vite app", folders.viteApp);
  const [wasPushed] = await Promise.all([
    startConvexDev(stack),
    answers(next.origin),
    answers(vite.origin),
  ]);

  if (isStopping) return;
  console.log(panel(stack, { people, stateDirectory, wasPushed }));
  isRunning = true;
}

/** Pushes the functions, now and on every change. Resolves with whether the first push was accepted. */
function startConvexDev({ cliVariables }: Stack): Promise<boolean> {
  return new Promise((resolve) => {
    let wasRefused = false;
    startChild({
      name: "The Convex CLI",
      command: [convexCli(), "dev", "--tail-logs", "disable"],
      cwd: makeConvexProject(join(stateDirectory, "convex-project"), convexJson),
      env: cliVariables,
      onLine: (line) => {
        wasRefused ||= line.includes("✖");
        if (wasRefused && !isRunning) console.log(taggedLine("convex", line));
        showLine("convex", line);
        if (line.includes("functions ready!")) resolve(true);
        // The refusal has more lines, which come with it.
        else if (wasRefused) setImmediate(() => resolve(false));
      },
    });
  });
}

function startApp(tag: string, name: string, cwd: string, env: Record<string, string> = {}) {
  startChild({
    name,
    command: ["--run", "dev"],
    cwd,
    env: { ...stack?.appVariables, ...env },
    onLine: (line) => showLine(tag, line),
  });
}

function startChild(options: ChildOptions) {
  const child = new Child(options);
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
