import type { Platform } from "@repo/commands/run";
import { join, relative } from "node:path";
import { styleText } from "node:util";
import { makeConvexProject } from "./convex-project.ts";
import { startStack, type StackOptions } from "./stack.ts";

export type LocalPlatformOptions = StackOptions & {
  stateDirectory: string;
  people: NonNullable<StackOptions["people"]>;
  /** The folder of the Convex functions. */
  functions: string;
};

/** Starts both services on this machine, for the backend and the apps to run on. */
export async function startLocalPlatform(options: LocalPlatformOptions): Promise<Platform> {
  const { people, functions, stateDirectory } = options;
  const stack = await startStack(options);
  const here = (path: string) => relative(process.cwd(), path);
  return {
    title: "Everything runs on this machine, without any account.",
    rows: [
      ["WorkOS inbox", `${styleText("cyan", stack.workos.url)}: people, webhooks and actions`],
      ["Sign in as", `${people.map(({ email }) => email).join(" or ")}, or sign up as anybody`],
      ["The backend", `${here(functions)}: save a file there, and the apps follow`],
      ["Your data", `${here(stateDirectory)}: delete it to start afresh`],
    ],
    convexProject: {
      directory: makeConvexProject(join(stateDirectory, "convex-project"), options),
      variables: stack.cliVariables,
    },
    appVariables: stack.appVariables,
    ended: stack.convex.exited,
    stop: () => stack.stop(),
  };
}
