/** `npm run dev`: everything on this machine, until Ctrl-C. */
import { convexJson } from "@repo/convex-backend/urls";
import { join, relative } from "node:path";
import { styleText } from "node:util";
import { devPorts } from "./addresses.ts";
import { Child } from "./child.ts";
import { makeConvexProject } from "./convex-project.ts";
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
let isStopping = false;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => void stop(0));
}

try {
  await start();
} catch (error) {
  console.error(`\n${styleText("red", "✗")} ${error instanceof Error ? error.message : error}\n`);
  await stop(1);
}

async function start() {
  stack = await startStack({ convexJson, ports: devPorts, stateDirectory, people, onLog: print });
  const { next, vite } = stack.addresses.apps;
  const remedy = "stop that, or change the port in packages/convex-backend/convex.json";
  await requireFreePort(next.port, "the Next.js app", remedy);
  await requireFreePort(vite.port, "the Vite app", remedy);

  const isPushed = startConvexDev(stack);
  startApp("next", "The Next.js app", folders.nextApp, { PORT: String(next.port) });
  startApp("vite", "The Vite app", folders.viteApp);

  await Promise.all([isPushed, answers(next.origin), answers(vite.origin)]);
  if (!isStopping) printPanel(stack);
}

/** Pushes the functions, and again on every change. Resolves after the first push, even a refused one. */
function startConvexDev({ cliVariables }: Stack): Promise<void> {
  return new Promise((resolve) => {
    startChild({
      name: "The Convex CLI",
      command: [convexCli(), "dev", "--tail-logs", "disable"],
      cwd: makeConvexProject(join(stateDirectory, "convex-project")),
      env: cliVariables,
      onLine: (line) => {
        print("convex", line);
        if (/functions ready!|✖/.test(line)) resolve();
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
    onLine: (line) => print(tag, line),
  });
}

function startChild(options: ConstructorParameters<typeof Child>[0]) {
  const child = new Child(options);
  children.push(child);
  void child.ended.then((how) => {
    if (isStopping) return;
    console.error(`\n${styleText("red", "✗")} ${how}\n`);
    void stop(1);
  });
}

/** Resolves when the app has answered: its first page is compiled then. */
async function answers(origin: string): Promise<void> {
  while (!isStopping) {
    const response = await fetch(origin).catch(() => undefined);
    if (response) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function print(tag: string, line: string) {
  if (line.trim() !== "" && !isStopping) {
    console.log(`${styleText("dim", `${tag.padEnd(6)} │`)} ${line}`);
  }
}

function printPanel({ addresses }: Stack) {
  const rows = [
    ["Next.js app", styleText("cyan", addresses.apps.next.origin)],
    ["Vite app", styleText("cyan", addresses.apps.vite.origin)],
    ["Sign in as", `${people.map(({ email }) => email).join(" or ")}, or sign up as anybody`],
    ["Backend", "packages/convex-backend/convex: save a file, and both apps follow"],
    ["Data", `${relative(process.cwd(), stateDirectory)}: delete it to start afresh`],
  ] as const;
  const lines = rows.map(([label, value]) => `  ${styleText("bold", label.padEnd(12))} ${value}`);
  console.log(
    [
      "",
      `  ${styleText("green", "●")} Everything runs on this machine; no account is used.`,
      "",
      ...lines,
      "",
      styleText("dim", "  Ctrl-C stops it all."),
      "",
    ].join("\n"),
  );
}

async function stop(exitCode: number) {
  if (isStopping) return;
  isStopping = true;
  await Promise.all(children.map((child) => child.stop()));
  await stack?.stop();
  process.exit(exitCode);
}
