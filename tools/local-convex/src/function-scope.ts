import { AsyncLocalStorage } from "node:async_hooks";
import process from "node:process";
import { inspect } from "node:util";

/** What surrounds pushed code while it runs or is loaded. */
export type FunctionScope = {
  componentPath: string;
  /** `process` as the code sees it: the deployment's variables, and never this machine's. */
  process: object;
  /** Actions are outside of any transaction. */
  isAction: boolean;
  /** In queries and mutations time stands still, in milliseconds, … */
  now?: number;
  /** … and randomness can be repeated. */
  random?: () => number;
};

/** The innermost one, when functions call each other. */
export const functionScope = new AsyncLocalStorage<FunctionScope>();

/** The lines that the running request logs, as they travel to its caller. */
export const requestLogLines = new AsyncLocalStorage<string[]>();

let sink: (line: string) => void = () => {};

/** Reports what has no caller to tell. */
export function logLine(line: string): void {
  sink(line);
}

/**
 * Gives pushed code the globals of a deployment, and this process its own. Done once, before
 * convex-test looks at the globals, and by scope: functions run next to each other. `onLog` gets
 * every line that a function logs, and what is said outside of any request.
 */
export function installFunctionGlobals(onLog: (line: string) => void): void {
  sink = onLog;
  const { now } = Date;
  const { random } = Math;
  Date.now = () => functionScope.getStore()?.now ?? now();
  Math.random = () => (functionScope.getStore()?.random ?? random)();
  const scopedDate = new Proxy(Date, {
    construct: (target, values, newTarget) =>
      Reflect.construct(target, values.length > 0 ? values : [Date.now()], newTarget) as object,
  });
  // Dates say what made them, and code compares that with the Date that it sees.
  Date.prototype.constructor = scopedDate;
  const { console } = globalThis;
  Object.defineProperties(globalThis, {
    Date: { value: scopedDate, configurable: true, writable: true },
    process: { get: () => functionScope.getStore()?.process ?? process, configurable: true },
    console: {
      get: () => (functionScope.getStore() ? functionConsole : console),
      configurable: true,
    },
  });
}

const functionConsole = Object.create(
  console,
  Object.fromEntries(
    (["debug", "error", "info", "log", "warn"] as const).map((level) => {
      const write = (...values: unknown[]) => {
        const line = `[${level.toUpperCase()}] ${values.map((value) => inspect(value, { depth: 4 })).join(" ")}`;
        requestLogLines.getStore()?.push(line);
        sink(line);
      };
      return [level, { value: write }];
    }),
  ),
) as Console;

/** `Math.random` from a seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
