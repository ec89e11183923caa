import { AsyncLocalStorage } from "node:async_hooks";
import { inspect } from "node:util";

const LEVELS = ["debug", "error", "info", "log", "warn"] as const;

/** The lines that the running function logged, as they travel to its caller. */
export const requestLogLines = new AsyncLocalStorage<string[]>();

let sink: (line: string) => void = () => {};

/** Sends every line that a function logs to `write` too. */
export function onFunctionLog(write: (line: string) => void): void {
  sink = write;
}

/** Reports what happened outside a request, where there is no caller to tell: a failed job. */
export function logDeploymentLine(line: string): void {
  sink(line);
}

/** `console` as pushed code sees it. */
export const functionConsole: Console = Object.create(
  console,
  Object.fromEntries(
    LEVELS.map((level) => [
      level,
      {
        value: (...values: unknown[]) =>
          log(`[${level.toUpperCase()}] ${values.map(show).join(" ")}`),
      },
    ]),
  ),
) as Console;

function log(line: string): void {
  requestLogLines.getStore()?.push(line);
  sink(line);
}

function show(value: unknown): string {
  return inspect(value, { depth: 4 });
}
