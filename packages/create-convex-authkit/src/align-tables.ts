/** A table has columns of another width when a cell has become longer, or has gone. */
export async function alignTables(before: string, markdown: string): Promise<string> {
  const lines = before.split("\n");
  const isRow = (line: string) => line.startsWith("|");
  if (markdown.split("\n").filter(isRow).join() === lines.filter(isRow).join()) return markdown;
  // Loaded only here, as it is larger than all the rest.
  const [{ format }, plugin] = await Promise.all([
    import("prettier/standalone"),
    import("prettier/plugins/markdown"),
  ]);
  return format(markdown, {
    parser: "markdown",
    plugins: [plugin],
    printWidth: 100,
    embeddedLanguageFormatting: "off",
  });
}
