import { readOptions } from "./options.ts";
import { findAnswers } from "./answers.ts";
import { createProject } from "./create-project.ts";
import { explain } from "./explain.ts";
import { readTemplate } from "./template.ts";

/**
 * The command. What it cannot do it says in one sentence, and in the exit code.
 *
 * @param version of this package
 */
export async function main(args: string[], version: string): Promise<void> {
  const isJson = args.includes("--json");
  try {
    const options = readOptions(args);
    const template = readTemplate(new URL("template.br", import.meta.url));
    const canAsk = !isJson && process.stdin.isTTY && process.stdout.isTTY;
    const answers = await findAnswers(options, canAsk);
    const say = (line: string) => {
      if (!isJson) console.log(line);
    };
    const signal = whenInterrupted();
    const { dryRun } = options;
    const result = await createProject(template, answers, { dryRun, version, say, signal });
    if (isJson) console.log(JSON.stringify(result));
  } catch (error) {
    const sentence = explain(error);
    if (isJson) console.log(JSON.stringify({ error: sentence }));
    else console.error(`✗ ${sentence}`);
    process.exitCode = 1;
  }
}

/** Aborted when this is to end. From here on there may be something to undo before it does. */
function whenInterrupted(): AbortSignal {
  const interruption = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () =>
      interruption.abort(new Error("Interrupted, and all is as it was before.")),
    );
  }
  return interruption.signal;
}
