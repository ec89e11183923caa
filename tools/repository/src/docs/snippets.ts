import ts from "typescript";

/**
 * A code block says after its language where its code is from, which GitHub does not show:
 * "```ts packages/x/file.ts#name" for what the file declares under that name, comment included, the
 * test of that name, or else its one property of that name; without a name, the whole file.
 */
const OPENING = /^(`{3,})(\S*)[ \t]*(.*)$/;

/** Languages of blocks that show code, not what a person types into a shell or a file. */
const CODE = ["ts", "tsx"];

type Options = {
  /** The text of a file of the repository, or undefined when there is none. */
  readSource: (path: string) => string | undefined;
  /** Whether code without a source is a problem. A decision record may show other code than ours. */
  isSourceRequired: boolean;
};

type Result = {
  /** A sentence for each block that is not what its source says. */
  problems: string[];
  /** The page with the code of its sources. */
  updated: string;
};

/** Compares the code blocks of a page with the sources that they name. */
export function compareSnippets(
  page: string,
  markdown: string,
  { readSource, isSourceRequired }: Options,
): Result {
  const problems: string[] = [];
  const lines = markdown.split("\n");
  const updated: string[] = [];
  for (let index = 0; index < lines.length; index++) {
    const opening = lines[index]!;
    updated.push(opening);
    const [, fence, language = "", source = ""] = OPENING.exec(opening) ?? [];
    if (!fence) continue;
    const where = `${page}, line ${index + 1}:`;
    const end = lines.indexOf(fence, index + 1);
    if (end === -1) {
      problems.push(`${where} the code block does not end: close it with ${fence}.`);
      continue;
    }
    const shown = lines.slice(index + 1, end);
    const current = source === "" ? undefined : currentCode(where, source);
    if (source === "" && isSourceRequired && CODE.includes(language)) {
      problems.push(
        `${where} the ${language} block does not say where its code is from: write it as "${language} path/from/the/root.ts#name", or take it out.`,
      );
    }
    if (current !== undefined && current !== shown.join("\n")) {
      problems.push(
        `${where} the code differs from ${source}: run npm run docs:write, and read whether the text around it still holds.`,
      );
    }
    updated.push(...(current?.split("\n") ?? shown), fence);
    index = end;
  }
  return { problems, updated: updated.join("\n") };

  function currentCode(where: string, source: string): string | undefined {
    const [path = "", name] = source.split(/#(.*)/s);
    const text = readSource(path);
    if (text === undefined) {
      problems.push(`${where} ${path} does not exist: name the file that has the code now.`);
      return undefined;
    }
    if (name === undefined) return text.trimEnd();
    const code = findCode(path, text, name);
    if (code === undefined) {
      problems.push(
        `${where} ${path} does not declare ${name}, nor has it as the one property of that name: write in ${page} what it is called now.`,
      );
    }
    return code;
  }
}

/** The code of a name, see {@link OPENING}; undefined when there is none, or more than one. */
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
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement);
  return isNamed && statement.name ? [statement.name.text] : [];
}

function namesIn(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isBindingElement(element) ? namesIn(element.name) : [],
  );
}
