import { randomBytes } from "node:crypto";
import { convexToJson, type JSONValue, type Value } from "convex/values";
import { MODULE_ROOT } from "./module-bundle.ts";

/** What came of running a function, ready to be sent. */
export type FunctionOutcome = (
  { ok: true; value: JSONValue } | { ok: false; failure: FunctionFailure }
) & { logLines: string[] };

/** What a client learns of a function that failed. */
export type FunctionFailure = {
  /** `Uncaught Error: …` with the frames of the pushed code, as a development deployment shows it. */
  message: string;
  /** The data of a `ConvexError`. */
  errorData?: JSONValue;
};

/** A failure found by the deployment and not by the function's code: it has no stack to show. */
export class FunctionError extends Error {}

/** What to tell of anything that a function has thrown. */
export function describeFailure(error: unknown): FunctionFailure {
  if (error instanceof FunctionError) return { message: error.message };
  if (!(error instanceof Error)) return { message: `Uncaught ${String(error)}` };
  const name = isConvexError(error) ? "ConvexError" : error.name;
  const message = [`Uncaught ${name}: ${error.message}`, ...framesOf(error)].join("\n");
  return isConvexError(error) ? { message, errorData: convexToJson(error.data) } : { message };
}

/** A failure as it travels to clients, which put the name of the function before it. */
export function clientFailure({ message, errorData }: FunctionFailure) {
  return { errorMessage: `${requestPrefix()} Server Error\n${message}\n`, errorData };
}

/** `[Request ID: …]`, as on each failure that a deployment reports. */
export function requestPrefix(): string {
  return `[Request ID: ${randomBytes(8).toString("hex")}]`;
}

// Every component bundles a copy of `convex` of its own, so `instanceof ConvexError` says nothing.
function isConvexError(error: Error): error is Error & { data: Value } {
  return Symbol.for("ConvexError") in error && "data" in error;
}

/** The frames in pushed code, without where it happens to be kept. */
function framesOf(error: Error): string[] {
  const frames = (error.stack ?? "").split("\n").filter((line) => line.includes(MODULE_ROOT));
  return frames.map((line) => {
    const [before = "", ...after] = line.split(MODULE_ROOT);
    return `${before.replace("file://", "")}..${after.join("").replace(/^\/\d+\//, "/")}`;
  });
}
