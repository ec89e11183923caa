import { relative } from "node:path";
import { styleText } from "node:util";
import type { Stack } from "./stack.ts";

/** A line of a child, with whose it is. */
export function taggedLine(tag: string, line: string): string {
  return `${styleText("dim", `${tag.padEnd(6)} │`)} ${line}`;
}

export function failure(sentence: string): string {
  return `\n${styleText("red", "✗")} ${sentence}\n`;
}

/** What a person needs to know once everything runs. */
export function panel(
  { addresses: { apps } }: Stack,
  options: { people: { email: string }[]; stateDirectory: string; wasPushed: boolean },
): string {
  const { people, stateDirectory, wasPushed } = options;
  const rows = [
    ["Next.js app", styleText("cyan", apps.next.origin)],
    ["Vite app", styleText("cyan", apps.vite.origin)],
    ["Sign in as", `${people.map(({ email }) => email).join(" or ")}, or sign up as anybody`],
    ["Backend", "packages/convex-backend/convex: save a file, and both apps follow"],
    ["Data", `${relative(process.cwd(), stateDirectory)}: delete it to start afresh`],
  ] as const;
  return [
    "",
    wasPushed
      ? `  ${styleText("green", "●")} Everything runs on this machine, without any account.`
      : `  ${styleText("red", "●")} The backend's functions were refused, as said above. Save a file there to try again.`,
    "",
    ...rows.map(([label, value]) => `  ${styleText("bold", label.padEnd(12))} ${value}`),
    "",
    styleText("dim", "  Ctrl-C stops it all."),
    "",
  ].join("\n");
}
