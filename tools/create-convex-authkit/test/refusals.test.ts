import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { command, create, environment, pathWith, readTree, start, test } from "./harness.ts";

const noInstall = ["--yes", "--no-install"];

test.for<[string[], string | RegExp]>([
  [["my-app", "--frobnicate"], "Unknown option '--frobnicate': --help says what there is."],
  [["my-app", "--name"], /^Option '--name' argument is ambiguous: --help/],
  [["my-app", "--git=yes"], /^Option '--git' does not take an argument: --help/],
  [["my-app", "--apps", "next,nuxt"], '--apps is "nuxt", and there are only next, vite.'],
  [["my-app", "--apps="], '--apps is "", and there are only next, vite.'],
  [
    ["my-app", "--package-manager", "npn"],
    '--package-manager is "npn", and there are only npm, pnpm, yarn, bun.',
  ],
  [
    ["my-app", "--on-conflict", "remove"],
    '--on-conflict is "remove", and there are only error, merge, overwrite, increment.',
  ],
  [["my-app", "--license", "gpl"], '--license is "gpl", and there is only mit.'],
  [["my-app", "other-app"], "This makes one project, and was given my-app, other-app."],
  [[""], "The folder has no name."],
  [
    ["My App"],
    /^"My App" cannot be the project's name \(.*capital letters.*\): try --name my-app\.$/,
  ],
  [["my-app", "--name", ".."], /^"\.\." cannot be .*: try --name my-app\.$/],
  [["node_modules"], /^"node_modules" cannot be .*: try --name node-modules\.$/],
])("%j is refused", async ([args, sentence], { folder }) => {
  const { code, stdout, stderr } = await create(folder, [...args, ...noInstall]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/^✗ .*\n$/);
  expect(stderr.slice(2, -1)).toEqual(
    typeof sentence === "string" ? sentence : expect.stringMatching(sentence),
  );
  expect(readdirSync(folder)).toEqual([]);
});

test("a program gets the sentence as JSON", async ({ folder }) => {
  const { code, stdout, stderr } = await create(folder, ["--json", "--yes", "--name", "A"]);
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  expect(JSON.parse(stdout)).toEqual({ error: expect.stringMatching(/^"A" cannot be/) as string });
});

test("without a terminal, what no flag answers is asked of nobody", async ({ folder }) => {
  const { code, stderr } = await create(folder, [], { npm_config_user_agent: "" });
  expect(code).toBe(1);
  expect(stderr).toBe(
    "✗ There is nobody to ask: say the folder, --apps, --package-manager, --install or --no-install, --git or --no-git, or --yes for the default of all that is not said.\n",
  );
  expect(readdirSync(folder)).toEqual([]);
});

test("a file is no folder", async ({ folder }) => {
  writeFileSync(join(folder, "my-app"), "mine");
  const { code, stderr } = await create(folder, ["my-app", ...noInstall]);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: "✗ my-app is a file: choose another name.\n",
  });
  const inside = await create(folder, ["my-app/inside", ...noInstall]);
  expect(inside).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^✗ .*file.*\n$/) as string,
  });
  expect(readTree(folder)).toEqual({ "my-app": "mine" });
});

test.for([
  ["exit 127", "bun is not installed: install it, or choose another with --package-manager."],
  [
    'echo "ERROR: This version of bun requires at least Node.js v99.1" >&2; exit 1',
    `bun needs a newer Node, and this is ${process.versions.node}: update Node, or choose another with --package-manager.`,
  ],
  [
    "echo Out of order >&2; exit 1",
    "bun does not run (Out of order): mend it, or choose another with --package-manager.",
  ],
])("a package manager that does %j", async ([script = "", sentence = ""], { folder }) => {
  const { PATH } = pathWith(folder, "bun", script);
  const { code, stderr } = await create(folder, ["my-app", "--yes", "--package-manager", "bun"], {
    PATH,
  });
  expect({ code, stderr }).toEqual({ code: 1, stderr: `✗ ${sentence}\n` });
  expect(readdirSync(folder)).toEqual(["bin-of-the-test"]);
});

test("a folder where nothing may be written", async ({ folder }) => {
  mkdirSync(join(folder, "locked"), { mode: 0o555 });
  // Root may write everywhere, and so runs it as the user that is nobody.
  const isRoot = process.getuid?.() === 0;
  const as = isRoot ? { uid: 65534, gid: 65534 } : {};
  const path = join(folder, "locked/my-app");
  const { code, stderr } = await create("/", [path, ...noInstall], {}, as);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^✗ There is no permission to write .*\n$/);
  expect(readdirSync(join(folder, "locked"))).toEqual([]);
});

describe("on a small disk", () => {
  // In a namespace of its own, so that the disk goes with the command.
  const onSmallDisk = (disk: string, script: string) => {
    const mount = `mount -t tmpfs -o size=200k none "${disk}"`;
    const options = { env: environment() };
    return start("unshare", ["-rm", "sh", "-c", `${mount} && cd "${disk}" && ${script}`], options)
      .outcome;
  };

  test("that is full, all is as it was before", async ({ folder, skip }) => {
    const { code: canMount } = await onSmallDisk(folder, "true").catch(() => ({ code: 1 }));
    skip(canMount !== 0, "this machine mounts no disk for a test");
    const kept = `mkdir my-app && echo mine > my-app/README.md`;
    const run = `"${command}" my-app --on-conflict merge ${noInstall.join(" ")}`;
    const { stdout, stderr } = await onSmallDisk(
      folder,
      `${kept} && ! ${run} && find . -mindepth 1 && cat my-app/README.md`,
    );
    expect(stderr).toBe("✗ The disk is full.\n");
    expect(stdout).toBe("./my-app\n./my-app/README.md\nmine\n");
  });
});
