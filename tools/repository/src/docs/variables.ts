import { contract, type Reader, type Variable, type VariableName, type Way } from "../env/index.ts";

/** What stands between is the variables that these readers read, as a table. */
const BLOCK = /(<!-- begin: variables of (.+?) -->\n).*?(<!-- end: variables -->)/gs;

const ways: Way[] = ["local", "development", "preview", "production"];

/** A page with the tables of the environment contract as it is now. */
export function writeVariableTables(markdown: string): string {
  return markdown.replace(BLOCK, (_block, begin: string, readers: string, end: string) => {
    const table = variableTable(readers.split(", ") as Reader[]);
    return `${begin}\n${table}\n\n${end}`;
  });
}

function variableTable(readers: Reader[]): string {
  const names = (Object.keys(contract) as VariableName[]).filter((name) =>
    contract[name].readers.some((reader) => readers.includes(reader)),
  );
  const rows = names.map((name) => rowOf(name, contract[name]));
  const header = ["variable", "it is", "read by", ...ways];
  return [header, header.map(() => "---"), ...rows]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");
}

function rowOf(name: VariableName, { is, readers, secret, optional, set }: Variable): string[] {
  const notes = [secret && "secret", optional && "optional"].filter(Boolean).join(", ");
  return [
    `\`${name}\``,
    notes ? `${is} (${notes})` : is,
    readers.join(", "),
    ...ways.map((way) => set[way]?.replace(/^by /, "") ?? "–"),
  ].map((cell) => cell.replaceAll("<", "&lt;"));
}
