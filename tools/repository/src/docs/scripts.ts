/** The scripts of a package.json, by the name of the workspace; the root's is "". */
export type Scripts = Map<string, string[]>;

/** What runs a script: its name, and the workspace that it is run in, if there is one. */
const COMMAND =
  /\bnpm (?:run ([\w:-]+)|(test|start)\b)(?:[^`\n|]*?--workspace[ =](\S+?)(?=[\s`|]|$))?/g;

/** A sentence for each command of a page that runs a script which there is not. */
export function findUnknownScripts(page: string, markdown: string, scripts: Scripts): string[] {
  return markdown.split("\n").flatMap((line, index) =>
    [...line.matchAll(COMMAND)].flatMap(([command, run, short, workspace = ""]) => {
      const name = run ?? short ?? "";
      if (scripts.get(workspace)?.includes(name)) return [];
      return [
        `${page}, line ${index + 1}: "${command}" runs a script that ${workspace || "package.json"} does not have: write what it is called now.`,
      ];
    }),
  );
}
