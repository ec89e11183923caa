import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  compareSnippets,
  findBrokenLinks,
  findCode,
  findForeignNames,
  findUnknownScripts,
  findUnknownTests,
  writeTables,
} from "../src/docs/checks.ts";

test("the pages of this repository are as the check wants them", () => {
  const script = join(import.meta.dirname, "../src/docs/check.ts");
  const { status, stderr } = spawnSync(process.execPath, [script], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
});

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
    expect(findCode("file.ts", source, "two")).toMatch(/^export const \{ two[^]*\}\);$/);
  });
});

describe("code blocks", () => {
  const compare = (markdown: string, page = "docs/page.md") =>
    compareSnippets(page, markdown, (path) => (path === "a/file.ts" ? source : undefined));
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
      "docs/page.md, line 3: the code differs from a/file.ts#one: run npm run docs:write, and check the text around it.",
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
    ["ts a/file.ts#gone", "a/file.ts has no gone"],
    ["ts", "the ts block does not say where its code is from"],
    ["tsx", "the tsx block does not say where its code is from"],
  ])("that start with %s are a problem and stay as they are", (opening, sentence) => {
    const markdown = page(opening, "const one = 1;");
    const { problems, updated } = compare(markdown);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`docs/page.md, line 3: ${sentence}`);
    expect(updated).toBe(markdown);
  });

  test("need no source if they are no code, in a record, or on a page of the tools", () => {
    for (const language of ["", "sh", "diff"]) {
      expect(compare(page(language, "x")).problems).toEqual([]);
    }
    expect(compare(page("ts", "x"), "docs/decisions/1.md").problems).toEqual([]);
    expect(compare(page("ts", "x"), "tools/x/README.md").problems).toEqual([]);
  });
});

test("a table of variables is written below its marker, and written anew", async () => {
  const load = (source: string) => {
    expect(source).toBe("apps/a/variables.ts#publicVariables");
    return Promise.resolve({
      A_URL: { is: "the <url>", set: { local: "by `npm run dev`", production: "on the host" } },
      A_KEY: { is: "the key", secret: true, optional: true, set: {} },
    });
  };
  const marker = "<!-- variables: apps/a/variables.ts#publicVariables -->\n";
  const table = `
| variable | is | local | production |
| --- | --- | --- | --- |
| \`A_URL\` | the &lt;url> | \`npm run dev\` | on the host |
| \`A_KEY\` | the key (secret, optional) | – | – |
`;
  const written = `# A\n\n${marker}${table}\nMore.\n`;
  expect(await writeTables(`# A\n\n${marker}\nMore.\n`, load)).toBe(written);
  expect(await writeTables(written.replace("the key", "a key"), load)).toBe(written);
  expect(await writeTables("# B\n\n| a | table |\n", load)).toBe("# B\n\n| a | table |\n");
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

test("tests that no project has are named, on pages that projects get", () => {
  const markdown = "`sign-in.spec.ts`\n`gone.test.ts`, `every-app/sign-in.spec.ts`";
  const files = ["e2e/tests/every-app/sign-in.spec.ts", "packages/x/test/begone.test.ts"];
  expect(findUnknownTests("docs/page.md", markdown, files)).toEqual([
    "docs/page.md, line 2: no project has gone.test.ts: name another test, or none.",
  ]);
  expect(findUnknownTests("tools/AGENTS.md", markdown, files)).toEqual([]);
});

describe("the links of a page", () => {
  const files = new Map([
    ["README.md", "# The map\n\n## What's in `docs/`\n"],
    ["docs", ""],
    ["docs/decisions/1.md", ""],
    ["docs/images/next.png", ""],
    ["tools/x.ts", ""],
  ]);
  const brokenLinks = (markdown: string, page = "docs/page.md") =>
    findBrokenLinks(page, markdown, (path) => files.get(path));

  test("that lead to a file, elsewhere, or to the page itself", () => {
    const markdown = "[a](../README.md) [c](https://x.example) [d](../README.md#whats-in-docs)";
    expect(brokenLinks(`${markdown} [e](#its-own)\n\n## Its own\n`)).toEqual([]);
  });

  test("that are code are none", () => {
    expect(brokenLinks("`[a](gone.md)`\n\n```ts\nconst x = [a](gone);\n```\n")).toEqual([]);
  });

  test("that lead nowhere are named", () => {
    expect(
      brokenLinks("```sh\nls\n```\n\n[a](../README.md), [b](../gone.md#x), [c](../README.md#gone)"),
    ).toEqual([
      "docs/page.md, line 5: the link to ../gone.md#x leads nowhere: correct or remove it.",
      "docs/page.md, line 5: the link to ../README.md#gone leads nowhere: correct or remove it.",
    ]);
  });

  test("that lead to what a created project lacks are named on pages that it has", () => {
    const markdown = "[a](decisions/1.md) ![b](images/next.png) [c](../tools/x.ts)";
    expect(brokenLinks(markdown)).toHaveLength(3);
    expect(brokenLinks(markdown)[2]).toBe(
      "docs/page.md, line 1: the link to ../tools/x.ts leads to what a created project does not have: remove it.",
    );
    expect(brokenLinks("[a](docs/decisions/1.md)", "AGENTS.md")).toHaveLength(1);
    expect(brokenLinks("[a](docs/decisions/1.md) [b](tools/x.ts)", "README.md")).toEqual([]);
  });

  test("of the README of created projects are of their root", () => {
    expect(brokenLinks("[a](docs)", "tools/create/template/README.md")).toEqual([]);
    expect(brokenLinks("[a](tools/x.ts)", "tools/create/template/README.md")).toHaveLength(1);
  });
});

describe("an app is named", () => {
  test.each(["Next.js", "NEXT_APP_URL", "`apps/next`", "Vite", "VITE_CONVEX_URL", "apps/vite"])(
    "on no page about all apps: %s",
    (name) => {
      for (const page of ["AGENTS.md", "docs/page.md", "tools/create/template/README.md"]) {
        expect(findForeignNames(page, `a\n${name}`)).toEqual([
          expect.stringMatching(new RegExp(`^${page}, line 2: .+ alone`)),
        ]);
      }
    },
  );

  test("on its own page, on that of the repository, and by no word that only looks like it", () => {
    expect(findForeignNames("apps/vite/README.md", "Vite and NEXT_APP_URL")).toHaveLength(1);
    expect(findForeignNames("apps/vite/README.md", "Vite, VITE_X")).toEqual([]);
    expect(findForeignNames("README.md", "Vite and Next.js")).toEqual([]);
    expect(findForeignNames("docs/page.md", "Vitest, next.")).toEqual([]);
  });
});
