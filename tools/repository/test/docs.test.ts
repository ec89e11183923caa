import { describe, expect, test } from "vitest";
import { findBrokenLinks } from "../docs/links.ts";
import { findUnknownScripts } from "../docs/scripts.ts";
import { compareSnippets, findCode } from "../docs/snippets.ts";

const source = `import { thing } from "./thing";

// About all that follows.

/** One. */
export const one = thing(1);
export const { two, three: four } = thing({
  /** Inside. */
  first: () => {
    return 1;
  },
  twice: 2,
  more: { twice: 2 },
});

// Five.
export function five() {
  return "five";
}
type Six = { six: 6 };

test("seven is prime", () => {
  expect(7);
});
`;

describe("the code of a name", () => {
  test.each([
    ["one", "/** One. */\nexport const one = thing(1);"],
    ["five", '// Five.\nexport function five() {\n  return "five";\n}'],
    ["Six", "type Six = { six: 6 };"],
    ["seven is prime", 'test("seven is prime", () => {\n  expect(7);\n});'],
    ["first", "/** Inside. */\nfirst: () => {\n  return 1;\n},"],
    ["more", "more: { twice: 2 },"],
    // What nobody can mean: not there, there twice, only inside of something else.
    ["seven", undefined],
    ["twice", undefined],
    ["three", undefined],
    ["thing", undefined],
  ])("%s", (name, code) => {
    expect(findCode("file.ts", source, name)).toBe(code);
  });

  test("each name of a pattern has all of it", () => {
    expect(findCode("file.ts", source, "two")).toBe(findCode("file.ts", source, "four"));
    expect(findCode("file.ts", source, "two")).toMatch(/^export const \{ two, .*^\}\);$/ms);
  });
});

describe("the code blocks of a page", () => {
  const compare = (markdown: string, isSourceRequired = true) =>
    compareSnippets("docs/page.md", markdown, {
      readSource: (path) => (path === "a/file.ts" ? source : undefined),
      isSourceRequired,
    });
  const page = (opening: string, code: string) =>
    `# Page\n\n\`\`\`${opening}\n${code}\n\`\`\`\n\nMore.\n`;
  const one = "/** One. */\nexport const one = thing(1);";

  test("that are what their source says", () => {
    const markdown = page("ts a/file.ts#one", one) + page("ts a/file.ts", source.trimEnd());
    expect(compare(markdown)).toEqual({ problems: [], updated: markdown });
  });

  test("that differ are named, with what to do, and written anew", () => {
    const { problems, updated } = compare(page("ts a/file.ts#one", "const one = 1;"));
    expect(problems).toEqual([
      "docs/page.md, line 3: the code differs from a/file.ts#one: run npm run docs:write, and read whether the text around it still holds.",
    ]);
    expect(updated).toBe(page("ts a/file.ts#one", one));
    expect(compare(updated).problems).toEqual([]);
  });

  test("that are empty yet are written", () => {
    expect(compare("```ts a/file.ts#one\n```\n").updated).toBe(
      `\`\`\`ts a/file.ts#one\n${one}\n\`\`\`\n`,
    );
  });

  test.each([
    ["ts a/gone.ts#one", "a/gone.ts does not exist"],
    ["ts a/file.ts#gone", "a/file.ts does not declare gone"],
    ["ts", "the ts block does not say where its code is from"],
    ["tsx", "the tsx block does not say where its code is from"],
  ])("that start with %s are a problem and stay as they are", (opening, sentence) => {
    const markdown = page(opening, "const one = 1;");
    const { problems, updated } = compare(markdown);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`docs/page.md, line 3: ${sentence}`);
    expect(updated).toBe(markdown);
  });

  test("that are no code need no source, and in a record nor does code", () => {
    for (const language of ["", "sh", "dotenv"]) {
      expect(compare(page(language, "x")).problems).toEqual([]);
    }
    expect(compare(page("ts", "x"), false).problems).toEqual([]);
  });

  test("that do not end are a problem", () => {
    expect(compare("```sh\nnpm test\n").problems).toEqual([
      "docs/page.md, line 1: the code block does not end: close it with ```.",
    ]);
  });
});

describe("the commands of a page", () => {
  const scripts = new Map([
    ["", ["dev", "test"]],
    ["@repo/x", ["test"]],
  ]);
  const unknown = (markdown: string) => findUnknownScripts("docs/page.md", markdown, scripts);

  test("that run a script of the root or of the workspace that they name", () => {
    const commands = "npm run dev && npm test, `npm test --workspace @repo/x -- y`, npm install";
    expect(unknown(commands)).toEqual([]);
  });

  test("that run no script are named", () => {
    expect(unknown("a\n`npm run dev --workspace @repo/x` or npm start.")).toEqual([
      'docs/page.md, line 2: "npm run dev --workspace @repo/x" runs a script that @repo/x does not have: write what it is called now.',
      'docs/page.md, line 2: "npm start" runs a script that package.json does not have: write what it is called now.',
    ]);
  });
});

describe("the links of a page", () => {
  const files = new Map([
    ["README.md", "# The map\n\n## What's in `docs/`\n"],
    ["docs", ""],
    ["docs/images/next.png", ""],
  ]);
  const brokenLinks = (markdown: string) =>
    findBrokenLinks("docs/page.md", markdown, (path) => files.get(path));

  test("that lead to a file, elsewhere, or to the page itself", () => {
    const markdown =
      "[a](../README.md) ![b](images/next.png) [c](https://x.example) [d](../README.md#whats-in-docs)";
    expect(brokenLinks(`${markdown} [e](#its-own)\n\n## Its own\n`)).toEqual([]);
  });

  test("that are code are none", () => {
    expect(brokenLinks("`[a](gone.md)`\n\n```ts\nconst x = [a](gone);\n```\n")).toEqual([]);
  });

  test("that lead nowhere are named", () => {
    expect(
      brokenLinks("```sh\nls\n```\n\n[a](../README.md), [b](../gone.md#x), [c](../README.md#gone)"),
    ).toEqual([
      "docs/page.md, line 5: the link to ../gone.md#x leads nowhere: write where that is now, or take the link out.",
      "docs/page.md, line 5: the link to ../README.md#gone leads nowhere: write where that is now, or take the link out.",
    ]);
  });
});
