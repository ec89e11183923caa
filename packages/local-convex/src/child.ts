/** The process that runs a deployment: started, told its options and ended by `startLocalConvex`. */
import process from "node:process";
import { messageOf } from "./errors.ts";
import { describeFailure } from "./function-outcome.ts";
import { logLine } from "./function-scope.ts";
import type { ChildMessage, LocalConvexOptions } from "./index.ts";
import { serve } from "./serve.ts";

const send = (message: ChildMessage) => process.connected && process.send?.(message);

// Everything that was acknowledged is on disk: there is nothing to be done before the end.
process.on("disconnect", () => process.exit());
// Ctrl-C reaches this process too; the one that started it decides.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => {});

// A function that fails when nobody waits for it any more takes nothing with it.
for (const event of ["unhandledRejection", "uncaughtException"] as const)
  process.on(event, (error: unknown) => logLine(`[ERROR] ${describeFailure(error).message}`));

// Options travel this way because a process list does not show it.
process.once("message", (options) => {
  const onLog = (line: string) => send({ type: "log", line });
  serve(options as LocalConvexOptions, onLog).then(
    (addresses) => send({ type: "ready", ...addresses }),
    (error: unknown) => send({ type: "failed", message: messageOf(error) }),
  );
});
