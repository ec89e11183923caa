import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { create, environment, readTree, test, writeTree } from "./harness.ts";

const quick = ["--yes", "--no-install", "--no-git"];
/** One file that the template has too, and others. */
const mine = { "README.md": "mine", "notes/today.txt": "mine", "apps/next/notes.txt": "mine" };

function git(cwd: string, ...args: string[]): string {
  return execFileSync("git", args, { cwd, env: environment(), encoding: "utf8" });
}

describe("a folder that is not empty", () => {
  test("is refused, and what is in it is named", async ({ folder }) => {
    writeTree(join(folder, "my-app"), mine);
    for (const args of [quick, [...quick, "--on-conflict", "error"]]) {
      const { code, stdout, stderr } = await create(folder, ["my-app", ...args]);
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toBe(
        "✗ my-app is not empty (README.md, apps, notes): choose another folder, or say with --on-conflict what becomes of them: merge, overwrite or increment.\n",
      );
    }
    expect(readTree(join(folder, "my-app"))).toEqual(mine);
  });

  test("merge keeps what the template does not have", async ({ folder }) => {
    writeTree(join(folder, "my-app"), mine);
    const { code, stdout } = await create(folder, ["my-app", ...quick, "--on-conflict", "merge"]);
    const files = readTree(join(folder, "my-app"));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^✓ \d+ files made in .*my-app, in place of README\.md\n/);
    expect(files).toMatchObject({
      ...mine,
      "README.md": expect.stringMatching(/^# My app/) as string,
    });
    expect(files).toHaveProperty(["apps/next/package.json"]);
    expect(Object.keys(files).filter((path) => path.startsWith(".before"))).toEqual([]);
  });

  test("merge replaces no folder, and writes through no link", async ({ folder }) => {
    mkdirSync(join(folder, "one/README.md"), { recursive: true });
    mkdirSync(join(folder, "two"));
    mkdirSync(join(folder, "elsewhere"));
    symlinkSync("../elsewhere", join(folder, "two/apps"));
    const merge = [...quick, "--on-conflict", "merge"];
    expect(await create(folder, ["one", ...merge])).toMatchObject({
      code: 1,
      stderr: `✗ ${folder}/one/README.md has to be a file, and is a folder: move it away.\n`,
    });
    expect(await create(folder, ["two", ...merge])).toMatchObject({
      code: 1,
      stderr: `✗ ${folder}/two/apps has to be a folder, and is a file or a link: move it away.\n`,
    });
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(
      ["elsewhere", "one", "one/README.md", "two", "two/apps"].sort(),
    );
  });

  test("overwrite leaves nothing of it but .git", async ({ folder }) => {
    writeTree(join(folder, "my-app"), mine);
    git(join(folder, "my-app"), "init", "--quiet");
    git(join(folder, "my-app"), "add", "--all");
    git(join(folder, "my-app"), "commit", "--quiet", "--message", "Mine");
    await create(folder, ["my-app", "--yes", "--no-install", "--on-conflict", "overwrite"]);
    const files = readTree(join(folder, "my-app"));
    expect(files).not.toHaveProperty(["notes/today.txt"]);
    expect(files).not.toHaveProperty(["apps/next/notes.txt"]);
    expect(files["README.md"]).toMatch(/^# My app/);
    expect(git(join(folder, "my-app"), "log", "--format=%s")).toBe("Mine\n");
  });

  test("increment leaves it, and makes another beside it", async ({ folder }) => {
    writeTree(folder, { "my-app/a.txt": "mine", "my-app-2/b.txt": "mine" });
    const args = ["my-app", ...quick, "--on-conflict", "increment"];
    expect((await create(folder, args)).stdout).toContain("cd my-app-3");
    expect(readTree(join(folder, "my-app-3"))["README.md"]).toMatch(/^# My app 3/);
    expect(readTree(join(folder, "my-app"))).toEqual({ "a.txt": "mine" });
    expect(readTree(join(folder, "my-app-2"))).toEqual({ "b.txt": "mine" });
    const here = await create(join(folder, "my-app"), [".", ...args.slice(1), "--dry-run"]);
    expect(here.stdout).toContain(`files would be made in ${folder}/my-app-4\n`);
  });
});

test("the current folder is one, too", async ({ folder }) => {
  mkdirSync(join(folder, "notes"));
  const { stdout } = await create(join(folder, "notes"), [".", ...quick]);
  expect(stdout).toContain("Now:\n\n  npm install\n");
  expect(readTree(join(folder, "notes"))["README.md"]).toMatch(/^# Notes/);
});

describe("git", () => {
  const args = ["my-app", "--yes", "--no-install"];

  test("has all of it in a first commit on main", async ({ folder }) => {
    const { stdout } = await create(folder, args);
    const app = join(folder, "my-app");
    expect(stdout).toContain("✓ A first commit on main\n");
    expect(git(app, "log", "--format=%s by %an")).toBe(
      "Create the project from convex-authkit by Ada\n",
    );
    expect(git(app, "branch", "--show-current")).toBe("main\n");
    expect(git(app, "status", "--porcelain")).toBe("");
  });

  test("is left alone with --no-git", async ({ folder }) => {
    await create(folder, [...args, "--no-git"]);
    expect(existsSync(join(folder, "my-app/.git"))).toBe(false);
  });

  test("has no second repository inside of one", async ({ folder }) => {
    git(folder, "init", "--quiet");
    const { code, stdout } = await create(folder, args);
    expect(code).toBe(0);
    expect(stdout).toContain("The folder is in a repository already: commit it there.\n");
    expect(existsSync(join(folder, "my-app/.git"))).toBe(false);
  });

  test("has nothing in its first commit that made way", async ({ folder }) => {
    writeTree(join(folder, "my-app"), mine);
    await create(folder, [...args, "--on-conflict", "overwrite"]);
    const app = join(folder, "my-app");
    expect(git(app, "status", "--porcelain")).toBe("");
    expect(git(app, "ls-files").split("\n")).toContain("package.json");
    expect(git(app, "ls-files")).not.toMatch(/today\.txt/);
  });

  test("keeps a repository that it does not understand", async ({ folder }) => {
    writeTree(folder, { "my-app/.git/config": "mine" });
    expect((await create(folder, args)).stdout).toContain("in a repository already");
    expect(readdirSync(join(folder, "my-app/.git"))).toEqual(["config"]);
  });

  test("that refuses the commit leaves no repository, and the project", async ({ folder }) => {
    const nobody = { GIT_AUTHOR_NAME: "", GIT_COMMITTER_NAME: "" };
    const { code, stdout } = await create(folder, args, nobody);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^There is no repository, as git did not make the first commit: .+$/m);
    expect(existsSync(join(folder, "my-app/.git"))).toBe(false);
    expect(existsSync(join(folder, "my-app/package.json"))).toBe(true);
  });

  test("that is not there is not missed", async ({ folder }) => {
    mkdirSync(join(folder, "bin"));
    symlinkSync(process.execPath, join(folder, "bin/node"));
    const { code, stdout } = await create(folder, args, { PATH: join(folder, "bin") });
    expect(code).toBe(0);
    expect(stdout).toContain("There is no repository, as git is not installed.\n");
  });
});

test("--dry-run says what it would make, and does not", async ({ folder }) => {
  const { code, stdout } = await create(folder, ["my-app", "--yes", "--dry-run"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^\.gitignore\n[^]*^apps\/next\/package\.json$[^]*files would be made in/m,
  );
  expect(readdirSync(folder)).toEqual([]);
});

test("--json says what was made", async ({ folder }) => {
  const { code, stdout, stderr } = await create(folder, [
    "my-app",
    "--json",
    "--yes",
    "--no-install",
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const { files, command, ...result } = JSON.parse(stdout) as { files: string[]; command: string };
  expect(result).toEqual({
    folder: join(folder, "my-app"),
    name: "my-app",
    apps: ["next", "vite"],
    packageManager: { name: "npm", version: "11.19.1" },
    dryRun: false,
    replaced: [],
    installed: false,
    committed: true,
  });
  expect(files.sort()).toEqual(Object.keys(readTree(join(folder, "my-app"))).sort());
  expect(command).toMatch(/^npm create convex-authkit@/);
});

test("the command that it prints makes the same project again", async ({ folder }) => {
  const args = ["it's mine", "--name", "notes", "--apps", "vite,next", ...quick];
  const { stdout } = await create(folder, [...args, "--package-manager", "npm"]);
  const [, printed = ""] =
    /^The same again: npm create convex-authkit@\S+ -- (.*)$/m.exec(stdout) ?? [];
  mkdirSync(join(folder, "again"));
  // As a shell understands it.
  const words = execFileSync("sh", ["-c", `printf '%s\\n' ${printed}`], { encoding: "utf8" });
  const { code } = await create(join(folder, "again"), words.trimEnd().split("\n"), {
    npm_config_user_agent: "npm/11.19.1 node/v24.1.0",
  });
  expect(code).toBe(0);
  expect(readTree(join(folder, "again/it's mine"))).toEqual(readTree(join(folder, "it's mine")));
});
