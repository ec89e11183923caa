import { styleText } from "node:util";

/** A line of a child, with whose it is. */
export function taggedLine(tag: string, line: string): string {
  return `${styleText("dim", `${tag.padEnd(6)} │`)} ${line}`;
}

export function failure(sentence: string): string {
  return `\n${styleText("red", "✗")} ${sentence}\n`;
}

/** A label and what it is about. */
export type PanelRow = readonly [label: string, text: string];

/** What a person needs to know once everything runs. */
export function panel(title: string, wasPushed: boolean, rows: PanelRow[]): string {
  return [
    "",
    wasPushed
      ? `  ${styleText("green", "●")} ${title}`
      : `  ${styleText("red", "●")} The backend was refused, as said above. Save a file there to try again.`,
    "",
    ...rows.map(([label, text]) => `  ${styleText("bold", label.padEnd(16))} ${text}`),
    "",
    styleText("dim", "  Ctrl-C stops it all."),
    "",
  ].join("\n");
}
