import { posix } from "node:path";
import ts from "typescript";

/** The text of a file of the project: empty for a folder, undefined when there is nothing. */
type Read = (path: string) => string | undefined;

/** Pages that a created project has, too. */
const PRODUCT_PAGE =
  /^(AGENTS\.md|docs\/[^/]+\.md|(apps|e2e)\/[^/]+\/README\.md|tools\/.+\/template\/.+)$/;
/** What a created project does not have. */
const NOT_CREATED = /^(docs\/(decisions|images)|tools)(\/|$)/;
/** What names an app, by its folder. */
const APP_NAMES = { next: /Next\.js|\bNEXT_|apps\/next/, vite: /\bVite\b|\bVITE_|apps\/vite/ };

/** Records, and how one uses a package of the tools. */
const MAY_SHOW_OTHER_CODE = /^(docs\/decisions|tools)\//;

/** A record is of its time: it shows and names what has changed since. */
export const isRecord = (page: string) => page.startsWith("docs/decisions/");

/**
 * A code block says after its language where its code is from, which GitHub does not show:
 * "```ts packages/x/file.ts#name" for what the file declares under that name, comment included, the
 * test of that name, or else its one property of that name; without a name, the whole file.
 */
const BLOCK = /^(`{3,})(\S*)[ \t]*(.*)\n([^]*?)^\1$/gm;

/** Compares the code blocks of a page with the sources that they name. */
export function compareSnippets(page: string, markdown: string, read: Read) {
  const problems: string[] = [];
  const updated = markdown.replace(
    BLOCK,
    (block, fence: string, language: string, source: string, shown: string, offset: number) => {
      const report = (problem: string) => {
        problems.push(`${at(page, markdown, offset)}: ${problem}`);
        return block;
      };
      if (source === "") {
        return /^tsx?$/.test(language) && !MAY_SHOW_OTHER_CODE.test(page)
          ? report(
              `the ${language} block does not say where its code is from: write "${language} path/from/the/root.ts#name", or remove it.`,
            )
          : block;
      }
      const [path = "", name] = source.split(/#(.*)/s);
      const text = read(path);
      if (text === undefined)
        return report(`${path} does not exist: name the file that has the code.`);
      const code = name === undefined ? text.trimEnd() : findCode(path, text, name);
      if (code === undefined)
        return report(`${path} has no ${name}, or more than one: name what has the code.`);
      if (shown !== `${code}\n`) {
        report(
          `the code differs from ${source}: run npm run docs:write, and check the text around it.`,
        );
      }
      return `${fence}${language} ${source}\n${code}\n${fence}`;
    },
  );
  return { problems, updated };
}

/** The code of a name, see {@link BLOCK}; undefined when there is none, or more than one. */
export function findCode(path: string, text: string, name: string): string | undefined {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  const declaration = file.statements.find((statement) => namesOf(statement).includes(name));
  if (declaration) return codeOf(declaration);
  const [property, ...others] = propertiesOf(file);
  return property && others.length === 0 ? `${codeOf(property)},` : undefined;

  function propertiesOf(node: ts.Node): ts.Node[] {
    const found: ts.Node[] = [];
    node.forEachChild((child) => {
      const isProperty = ts.isPropertyAssignment(child) || ts.isMethodDeclaration(child);
      if (isProperty && "text" in child.name && child.name.text === name) found.push(child);
      found.push(...propertiesOf(child));
    });
    return found;
  }

  function codeOf(node: ts.Node): string {
    let start = node.getStart(file);
    const comments = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
    for (const { pos, end } of comments.toReversed()) {
      // After an empty line, it is about more than this.
      if (/\n\s*\n/.test(text.slice(end, start))) break;
      start = pos;
    }
    const [indentation] = /^ */.exec(text.slice(text.lastIndexOf("\n", start) + 1))!;
    return text.slice(start, node.end).replaceAll(`\n${indentation}`, "\n");
  }
}

/** What a statement declares, or the title of the test that it is. */
function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => namesIn(name));
  }
  if (ts.isExpressionStatement(statement) && ts.isCallExpression(statement.expression)) {
    const [title] = statement.expression.arguments;
    return title && ts.isStringLiteralLike(title) ? [title.text] : [];
  }
  const { name } = statement as Partial<ts.FunctionDeclaration>;
  return name ? [name.text] : [];
}

function namesIn(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isBindingElement(element) ? namesIn(element.name) : [],
  );
}

/** What a table shows of a variable. */
export type Variables = Record<
  string,
  { is: string; secret?: boolean; optional?: boolean; set: Partial<Record<string, string>> }
>;

/** Below the marker comes the table of the variables that the file exports under that name. */
const TABLE = /^(<!-- variables: (\S+) -->\n)(?:\n(?:\|.*\n)+)?/gm;

/** A page with the tables of variables as their files declare them. */
export async function writeTables(
  markdown: string,
  load: (path: string) => Promise<Variables>,
): Promise<string> {
  const tables = new Map<string, string>();
  for (const [, , path = ""] of markdown.matchAll(TABLE)) {
    tables.set(path, tableOf(await load(path)));
  }
  return markdown.replace(
    TABLE,
    (_, marker: string, path: string) => `${marker}\n${tables.get(path)}`,
  );
}

function tableOf(variables: Variables): string {
  const ways = ["local", "development", "preview", "production"].filter((way) =>
    Object.values(variables).some(({ set }) => set[way]),
  );
  const rows = Object.entries(variables).map(([name, { is, secret, optional, set }]) => {
    const notes = [secret && "secret", optional && "optional"].filter(Boolean).join(", ");
    return [
      `\`${name}\``,
      notes ? `${is} (${notes})` : is,
      ...ways.map((way) => set[way]?.replace(/^by /, "") ?? "–"),
    ].map((cell) => cell.replaceAll("<", "&lt;"));
  });
  const header = ["variable", "is", ...ways];
  return [header, header.map(() => "---"), ...rows]
    .map((row) => `| ${row.join(" | ")} |\n`)
    .join("");
}

/** A sentence for each link to a file or a heading that is not there, or that a created project lacks. */
export function findBrokenLinks(page: string, markdown: string, read: Read): string[] {
  // Its links are of the project that it becomes part of.
  const folder = page.includes("/template/") ? "" : posix.dirname(page);
  return [...withoutCode(markdown).matchAll(/\]\(<?(?![a-z]+:)([^)\s>]+)/g)].flatMap(
    ({ 1: target = "", index }) => {
      const [path = "", anchor] = target.split("#");
      const file = posix.join(folder, path);
      const text = path === "" ? markdown : read(file);
      const where = `${at(page, markdown, index)}: the link to ${target}`;
      if (text === undefined || (anchor !== undefined && !headingsOf(text).includes(anchor))) {
        return [`${where} leads nowhere: correct or remove it.`];
      }
      return PRODUCT_PAGE.test(page) && NOT_CREATED.test(file)
        ? [`${where} leads to what a created project does not have: remove it.`]
        : [];
    },
  );
}

/** The anchors that GitHub makes of the headings. */
function headingsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}

/** The page with its code blanked: nothing in it is a link, and everything else stays in its place. */
function withoutCode(markdown: string): string {
  return markdown.replace(/^(`{3,})[^]*?^\1$|`[^`\n]+`/gm, (code) => code.replace(/[^\n]/g, " "));
}

/** The scripts of a package.json, by the name of the workspace; the root's is "". */
export type Scripts = Map<string, string[]>;

/** What runs a script: its name, and the workspace that it is run in, if there is one. */
const COMMAND =
  /\bnpm (?:run ([\w:-]+)|(test|start)\b)(?:[^`\n|]*?--workspace[ =](\S+?)(?=[\s`|]|$))?/g;

/** A sentence for each command of a page that runs a script which there is not. */
export function findUnknownScripts(page: string, markdown: string, scripts: Scripts): string[] {
  return [...markdown.matchAll(COMMAND)].flatMap(
    ({ 0: command, 1: run, 2: short, 3: workspace = "", index }) =>
      scripts.get(workspace)?.includes(run ?? short ?? "")
        ? []
        : [
            `${at(page, markdown, index)}: "${command}" runs a script that ${workspace || "package.json"} does not have: write what it is called now.`,
          ],
  );
}

/**
 * A sentence for each test file that a page of the product names and the product does not have.
 *
 * @param files the product's, by their paths
 */
export function findUnknownTests(page: string, markdown: string, files: string[]): string[] {
  if (!PRODUCT_PAGE.test(page)) return [];
  return [...markdown.matchAll(/\w[\w/-]*\.(?:spec|test)\.tsx?/g)].flatMap(({ 0: name, index }) =>
    files.some((file) => `/${file}`.endsWith(`/${name}`))
      ? []
      : [`${at(page, markdown, index)}: no project has ${name}: name another test, or none.`],
  );
}

/** A sentence for each app that a page names though it is about another one, or about all of them. */
export function findForeignNames(page: string, markdown: string): string[] {
  if (!PRODUCT_PAGE.test(page)) return [];
  return Object.entries(APP_NAMES).flatMap(([app, name]) => {
    const found = page.startsWith(`apps/${app}/`) ? null : name.exec(markdown);
    return found
      ? [
          `${at(page, markdown, found.index)}: ${found[0]} is about the app ${app} alone: write it in apps/${app}/README.md, or say "the apps".`,
        ]
      : [];
  });
}

function at(page: string, markdown: string, offset: number): string {
  return `${page}, line ${markdown.slice(0, offset).split("\n").length}`;
}
