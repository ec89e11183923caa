/**
 * `npm run setup`: a Convex deployment and a WorkOS environment of one's own, ready to sign in with.
 * It is run as `node -- setup.ts`: without the "--", Node takes --env-file for an option of its own.
 */
import { failure } from "./panel.ts";
import { helpText, readOptions } from "./setup/options.ts";
import { Progress } from "./setup/progress.ts";
import { setUp } from "./setup/run.ts";
import { Interrupted } from "./setup/terminal.ts";

const progress = new Progress();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => stop("Interrupted."));
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) console.log(helpText());
  else process.exitCode = (await setUp(options, progress)) ? 0 : 1;
} catch (error) {
  if (error instanceof Interrupted) stop("Interrupted.");
  stop(error instanceof Error ? error.message : String(error));
}

function stop(sentence: string): never {
  console.error(failure(`${sentence} ${progress.summary()}`.trim()));
  process.exit(1);
}
