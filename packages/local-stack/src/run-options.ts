import type { AppUrl } from "@repo/convex-backend/urls";
import type { StackOptions } from "./stack.ts";

/** An app whose script `dev` serves it. */
type DevApp = {
  /** In front of its lines. */
  tag: string;
  /** For messages: "The Next.js app". */
  name: string;
  cwd: string;
  url: AppUrl;
};

export type RunOptions = StackOptions & {
  stateDirectory: string;
  people: NonNullable<StackOptions["people"]>;
  /** The folder of the Convex functions. */
  functions: string;
  apps: DevApp[];
};
