import { parseArgs, type ParseArgsConfig } from "node:util";

/** A command of `convex-authkit`. */
export type Command = {
  help: string;
  /**
   * @returns the exit code
   * @throws Error with one sentence for a person
   */
  run(args: string[]): number | Promise<number>;
};

/** Options of a command that nobody takes. */
export class UsageError extends Error {}

/**
 * Reads the arguments of a command.
 *
 * @throws UsageError with one sentence when one is not known, or lacks its value
 */
export function parseOptions<Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    // Node goes on to say how to give an argument that starts with a dash.
    const [sentence] = (error as Error).message.split(/\.? *\n|\. /);
    throw new UsageError(`${sentence}: --help says what there is.`, { cause: error });
  }
}
