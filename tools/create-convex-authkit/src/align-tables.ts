import { markdownTable } from "markdown-table";

/** By its second row, how a column is aligned, as markdown-table has it. */
const alignments: Record<string, string> = { ":-": "l", ":-:": "c", "-:": "r" };
const table = /^\|.*\|\n\|[ :|-]+\|\n(?:\|.*\|\n)*/gm;

/** Makes the columns of a page's tables as wide as they have to be, and no wider, as Prettier does. */
export function alignTables(markdown: string): string {
  return markdown.replace(table, (text) => {
    const [head = [], rule = [], ...rows] = text.trimEnd().split("\n").map(cellsOf);
    const align = rule.map((cell) => alignments[cell.replace(/-+/, "-")]);
    return `${markdownTable([head, ...rows], { align })}\n`;
  });
}

/** What stands between two lines, of which none is escaped. */
function cellsOf(row: string): string[] {
  return row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());
}
