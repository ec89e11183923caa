import type { Undo } from "./project-copy.ts";
import type { Setup } from "./setup.ts";

export type Fault = {
  /** As the end of "With …". docs/doctor.md lists it. */
  name: string;
  plant: (setup: Setup) => Undo | Promise<Undo>;
  /** The ids of the checks that fail then, and no others. */
  fails: string[];
  /** What cause and fix say. */
  says: string[];
};

/** Takes several things back. */
export const all =
  (...undos: Undo[]): Undo =>
  async () => {
    for (const undo of undos.reverse()) await undo();
  };
