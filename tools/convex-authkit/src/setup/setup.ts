import type { Command } from "../command.ts";
import { UsageError } from "../command.ts";
import { failure } from "../panel.ts";
import { readProject } from "../project/project.ts";
import { helpText, readOptions } from "./options.ts";
import { Progress } from "./progress.ts";
import { setUp } from "./set-up.ts";

/** A Convex deployment and a WorkOS environment of one's own, ready to sign in with. */
export const setup: Command = {
  help: helpText,
  async run(args) {
    const project = await readProject();
    const progress = new Progress(project);
    const options = readOptions(args, project);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        console.error(failure(withProgress("Interrupted.")));
        process.exit(1);
      });
    }
    try {
      return (await setUp(project, options, progress)) ? 0 : 1;
    } catch (error) {
      if (error instanceof UsageError) throw error;
      const { message } = error instanceof Error ? error : new Error(String(error));
      throw new Error(withProgress(message), { cause: error });
    }

    function withProgress(sentence: string) {
      return `${sentence} ${progress.summary()}`.trim();
    }
  },
};
