import { execFileSync } from "node:child_process";
import { isUtf8 } from "node:buffer";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { editJson, editText, setText, type ProjectFiles } from "../src/files.ts";
import { pruneLockfile } from "../src/lockfile.ts";

const root = join(import.meta.dirname, "../../..");

/** What only this repository needs: this package, why it is as it is, pictures of it, and trials of its docs. */
const excluded = [
  "packages/create-convex-authkit/",
  ".ci/",
  ".github/workflows/nightly.yml",
  "docs/decisions/",
  "docs/images/",
  "e2e/removal/",
];

/** What git tracks of this repository, but for what only it needs, and for what speaks of that. */
export function readRepository(): ProjectFiles {
  const files = readTracked();
  editJson(files, "package.json", ({ scripts = {} }) => {
    delete scripts["test:create"];
    delete scripts["test:removal"];
    scripts.test = (scripts.test ?? "").replace(" && npm run test:removal", "");
  });
  pruneLockfile(files);
  withoutDecisions(files);
  withoutTrialsOfRemoval(files);
  // What it says of this package, and the pictures.
  editText(files, "README.md", /^<!-- begin: template -->[^]*?<!-- end: template -->\n\n/gm, "");
  editText(files, "README.md", /<!-- end: (local services) -->\n+<!-- begin: \1 -->\n\n/, "");
  return files;
}

/**
 * The paths of what {@link readRepository} has.
 *
 * @throws Error when one is executable, which no file of a project is
 */
export function listTracked(): string[] {
  const list = execFileSync("git", ["ls-files", "--stage", "-z"], { cwd: root, encoding: "utf8" });
  return list
    .split("\0")
    .filter((entry) => entry !== "")
    .map((entry) => {
      const [attributes = "", path = ""] = entry.split("\t");
      return { path, isExecutable: attributes.startsWith("100755") };
    })
    .filter(({ path }) => !excluded.some((folder) => path.startsWith(folder)))
    .filter(({ path }) => existsSync(join(root, path)))
    .map(({ path, isExecutable }) => {
      if (isExecutable) throw new Error(`${path} is executable, and would not be in a project.`);
      return path;
    });
}

function readTracked(): ProjectFiles {
  return new Map(
    listTracked().map((path) => {
      const bytes = readFileSync(join(root, path));
      const encoding = isUtf8(bytes) ? "utf8" : "base64";
      return [path, { content: bytes.toString(encoding), encoding }];
    }),
  );
}

/** Takes out the sentences that lead to a record, and the line of the map. */
function withoutDecisions(files: ProjectFiles) {
  const sentence = / ?\[Decision \d+\]\((?:\.\.\/)?decisions\/[^)]+\)[^.\n]*\./g;
  for (const [path, { content }] of files) {
    if (!/^docs\/.*\.md$/.test(path)) continue;
    setText(files, path, content.replace(sentence, "").replace(/\n{3,}/g, "\n\n"));
  }
  editText(files, "docs/without-the-local-services.md", /; so do the \[decisions\][^.\n]*/, "");
  editText(files, "README.md", /^\| \[Decisions\]\(docs\/decisions\) .*\n/m, "");
  editText(files, "README.md", "guides, and decisions: why it is as it is", "guides");
  editText(files, "AGENTS.md", / Two ways to do one thing need a record in docs\/decisions\./, "");
}

/** Takes out what speaks of `npm run test:removal`. */
function withoutTrialsOfRemoval(files: ProjectFiles) {
  const services = "docs/without-the-local-services.md";
  editText(files, services, " scripts.test:removal", "");
  editText(files, services, /^CI does all of this to a copy .*\n\n/m, "");
  editText(files, "docs/users-table.md", " e2e/removal/users-table.ts", "");
  editText(files, "docs/users-table.md", "s| && node \\S+/users-table.ts||; ", "");
  editText(
    files,
    "docs/users-table.md",
    /\n<!-- begin: local services -->\n\n`npm run test:removal`.*\n\n<!-- end: local services -->\n/,
    "",
  );
  editText(files, "docs/testing.md", /^\| that the project stands without .*\n/m, "");
  editText(files, "README.md", /^\| `npm run test:removal` .*\n/m, "");
}
