import { confirm } from "@clack/prompts";
import { styleText } from "node:util";
import type { Replaceable, SetupOptions } from "./options.ts";
import type { Progress } from "./progress.ts";
import { ask } from "./terminal.ts";

/** What an existing value is, what it would be, and what to do to keep it. */
type Replacement = { what: Replaceable; now: string; then: string; orElse: string };

/** One line of the plan. */
export type Step = {
  /** What it is about: "Redirect URIs". */
  title: string;
  /** What it changes, or why it changes nothing. */
  says: string;
  /** Left out when there is nothing to do. Resolves with why it was not done, where that is no failure. */
  apply?: () => void | Promise<string | void>;
  replaces?: Replacement;
};

/** A step that is needed only if something differs. */
export function stepIf(isNeeded: boolean, step: Required<Omit<Step, "replaces">>): Step {
  return isNeeded ? step : { title: step.title, says: "nothing to do" };
}

export function printPlan(title: string, steps: Step[]): void {
  console.log(`\n  ${styleText("bold", title)}\n`);
  for (const { title, says, apply } of steps) {
    const line = `${apply ? "+" : "="} ${title}: ${says}`;
    console.log(`  ${apply ? line : styleText("dim", line)}`);
  }
  console.log("");
}

/**
 * Asks for what would be replaced, and whether the plan is right.
 *
 * @throws Error with one sentence when a person does not agree, or cannot be asked
 */
export async function agreeOn(steps: Step[], { mayReplace, yes }: SetupOptions): Promise<void> {
  for (const { title, replaces } of steps) {
    if (!replaces || mayReplace.includes(replaces.what)) continue;
    const { what, now, then, orElse } = replaces;
    const difference = `${title}: it is ${now} and would be ${then}`;
    const agreed = await ask(
      () => confirm({ message: `${difference}. Replace it?`, initialValue: false }),
      `${difference}: add --replace ${what} to allow that, or ${orElse}. Nothing was changed.`,
    );
    if (!agreed) {
      throw new Error(`${title}: it stays ${now}. To go on, ${orElse}. Nothing was changed.`);
    }
  }
  if (yes) return;
  const agreed = await ask(
    () => confirm({ message: "Do this?" }),
    "There is no terminal to ask in whether this is right: add --yes. Nothing was changed.",
  );
  if (!agreed) throw new Error("Nothing was changed.");
}

/** Does what there is to do, in order, with a line for each. */
export async function runSteps(steps: Step[], progress: Progress): Promise<void> {
  for (const { title, apply } of steps) {
    if (!apply) continue;
    progress.start();
    const remark = await apply();
    if (remark !== undefined) {
      console.log(`  ${styleText("yellow", "!")} ${title}: ${remark}`);
      continue;
    }
    progress.add(title);
    console.log(`  ${styleText("green", "✓")} ${title}`);
  }
}
