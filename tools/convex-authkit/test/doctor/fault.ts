import type { Undo } from "../project-copy.ts";
import type { Setup } from "./setup.ts";

export type Fault = {
  /** As the end of "With …". doctor.md lists it. */
  name: string;
  plant: (setup: Setup) => Undo | Promise<Undo>;
  /** The ids of the checks that fail then, and no others. */
  fails: string[];
  /** What cause and fix say. */
  says: string[];
  /** Whether no check but those that fail sees anything of it: such faults can be planted together. */
  isApart?: true;
};

/**
 * The faults in groups that one run of the doctor finds, which takes seconds. None hides another there:
 * they are apart from all other checks, and no two make the same one fail.
 */
export function roundsOf(faults: Fault[]): Fault[][] {
  const rounds: Fault[][] = [];
  for (const fault of faults) {
    const fits = (other: Fault) =>
      fault.isApart && other.isApart && !other.fails.some((id) => fault.fails.includes(id));
    const round = rounds.find((others) => others.every(fits));
    if (round) round.push(fault);
    else rounds.push([fault]);
  }
  return rounds;
}

/** Takes several things back. */
export const all =
  (...undos: Undo[]): Undo =>
  async () => {
    for (const undo of undos.reverse()) await undo();
  };
