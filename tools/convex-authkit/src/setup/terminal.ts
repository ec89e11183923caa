import { isCancel } from "@clack/prompts";

/** Whether there is somebody to ask. */
export const hasTerminal = process.stdin.isTTY && process.stdout.isTTY;

/**
 * Asks a question of @clack/prompts.
 *
 * @param otherwise what to do where there is no terminal to ask in
 * @throws Error with that sentence without a terminal, and with "Interrupted." on Ctrl-C
 */
export async function ask<T>(
  prompt: () => Promise<T>,
  otherwise: string,
): Promise<Exclude<T, symbol>> {
  if (!hasTerminal) throw new Error(otherwise);
  const answer = await prompt();
  if (isCancel(answer)) throw new Error("Interrupted.");
  return answer as Exclude<T, symbol>;
}
