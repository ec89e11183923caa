import { execFileSync } from "node:child_process";
import { isUtf8 } from "node:buffer";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { editJson, editText, setText, type ProjectFiles } from "../src/files.ts";
import { pruneLockfile } from "../src/lockfile.ts";

const root = join(import.meta.dirname, "../../..");

/** What only this repository needs: this package, why it is as it is, and pictures of it. */
const excluded = ["packages/create-convex-authkit/", "docs/decisions/", "docs/images/"];

/** What git tracks of this repository, but for what only it needs, and for what speaks of that. */
export function readRepository(): ProjectFiles {
  const files = readTracked();
  editJson(files, "package.json", ({ scripts = {} }) => {
    delete scripts["test:create"];
  });
  pruneLockfile(files);
  withoutDecisions(files);
  // The table of pictures.
  editText(files, "README.md", /(?:^\|.*\n)*^\|.*docs\/images\/.*\n\n/m, "");
  return files;
}

/** The paths of what {@link readRepository} has. */
export function listTracked(): { path: string; isExecutable: boolean }[] {
  const list = execFileSync("git", ["ls-files", "--stage", "-z"], { cwd: root, encoding: "utf8" });
  return list
    .split("\0")
    .filter((entry) => entry !== "")
    .map((entry) => {
      const [attributes = "", path = ""] = entry.split("\t");
      return { path, isExecutable: attributes.startsWith("100755") };
    })
    .filter(({ path }) => !excluded.some((folder) => path.startsWith(folder)))
    .filter(({ path }) => existsSync(join(root, path)));
}

function readTracked(): ProjectFiles {
  return new Map(
    listTracked().map(({ path, isExecutable }) => {
      const bytes = readFileSync(join(root, path));
      const encoding = isUtf8(bytes) ? "utf8" : "base64";
      return [path, { content: bytes.toString(encoding), encoding, isExecutable }];
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
  editText(files, "README.md", "guides, and decisions: why it is as it is", "guides");
  editText(files, "README.md", /^\| \[Decisions\]\(docs\/decisions\).*\n/m, "");
}
