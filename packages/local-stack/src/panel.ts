import { relative } from "node:path";
import { styleText } from "node:util";
import type { RunOptions } from "./run-options.ts";

/** A line of a child, with whose it is. */
export function taggedLine(tag: string, line: string): string {
  return `${styleText("dim", `${tag.padEnd(6)} │`)} ${line}`;
}

export function failure(sentence: string): string {
  return `\n${styleText("red", "✗")} ${sentence}\n`;
}

/** What a person needs to know once everything runs. */
export function panel(options: RunOptions & { wasPushed: boolean; inbox: string }): string {
  const { apps, people, functions, stateDirectory, wasPushed, inbox } = options;
  const here = (path: string) => relative(process.cwd(), path);
  const rows = [
    ...apps.map(({ name, url }) => [name, styleText("cyan", url.origin)] as const),
    ["WorkOS inbox", `${styleText("cyan", inbox)}: people, webhooks and actions`],
    ["Sign in as", `${people.map(({ email }) => email).join(" or ")}, or sign up as anybody`],
    ["The backend", `${here(functions)}: save a file there, and the apps follow`],
    ["Your data", `${here(stateDirectory)}: delete it to start afresh`],
  ] as const;
  return [
    "",
    wasPushed
      ? `  ${styleText("green", "●")} Everything runs on this machine, without any account.`
      : `  ${styleText("red", "●")} The backend was refused, as said above. Save a file there to try again.`,
    "",
    ...rows.map(([label, value]) => `  ${styleText("bold", label.padEnd(16))} ${value}`),
    "",
    styleText("dim", "  Ctrl-C stops it all."),
    "",
  ].join("\n");
}
