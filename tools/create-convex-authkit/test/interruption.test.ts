import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, readdirSync, watch } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { expect } from "vitest";
import {
  command,
  create,
  environment,
  pathWith,
  readTree,
  start,
  test,
  writeTree,
} from "./harness.ts";

/**
 * An install that has begun, and never ends. What it has started holds its output open, for which the
 * command waits: when the command has ended, so has that.
 */
const endless = `[ "$1" = install ] || exit 1
mkdir -p node_modules/half
touch "$SIGNALS/begun"
sleep 600`;

type Installing = { folder: string; args?: string[] };

/** Runs the command up to where it installs. */
async function startInstalling({ folder, args = [] }: Installing) {
  const signals = join(folder, "signals");
  mkdirSync(signals);
  const path = pathWith(folder, "npm", endless);
  const watcher = watch(signals);
  const env = environment({ ...path, SIGNALS: signals });
  const run = start(command, ["my-app", "--yes", ...args], { cwd: folder, env });
  if (!existsSync(join(signals, "begun"))) await once(watcher, "change");
  watcher.close();
  return run;
}

const interrupted = { code: 1, stderr: "✗ Interrupted, and all is as it was before.\n" };

test.for(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s while installing ends that, and leaves nothing",
  async (signal, { folder }) => {
    const { child, outcome } = await startInstalling({ folder });
    expect(existsSync(join(folder, "my-app/package.json"))).toBe(true);
    child.kill(signal);
    expect(await outcome).toMatchObject(interrupted);
    expect(readdirSync(folder).sort()).toEqual(["bin-of-the-test", "signals"]);
  },
);

test.for(["merge", "overwrite"])(
  "an interrupted %s puts back what was there",
  async (mode, { folder }) => {
    const mine = {
      "README.md": "mine",
      "apps/next/mine.txt": "mine",
      ...(mode === "overwrite" && { "node_modules/mine.txt": "mine" }),
    };
    writeTree(join(folder, "my-app"), { ...mine, ".git/config": "mine" });
    const { child, outcome } = await startInstalling({ folder, args: ["--on-conflict", mode] });
    expect(readFileSync(join(folder, "my-app/README.md"), "utf8")).toMatch(/^# My app/);
    child.kill("SIGINT");
    expect(await outcome).toMatchObject(interrupted);
    expect(readTree(join(folder, "my-app"))).toEqual(mine);
    expect(readFileSync(join(folder, "my-app/.git/config"), "utf8")).toBe("mine");
    expect(readdirSync(join(folder, "my-app/apps"))).toEqual(["next"]);
  },
);

test("interrupted while it writes, it leaves nothing", async ({ folder }) => {
  const env = environment({ ...pathWith(folder, "npm", "exec sleep 600") });
  const args = ["new/folders/my-app", "--yes"];
  const { child, outcome } = start(command, args, { cwd: folder, env });
  while (!existsSync(join(folder, "new/folders/my-app/.dockerignore"))) await setImmediate();
  child.kill("SIGINT");
  const { stdout, ...rest } = await outcome;
  expect(rest).toEqual(interrupted);
  // It has not got to where it says how many files it has made.
  expect(stdout).toBe("");
  expect(readdirSync(folder)).toEqual(["bin-of-the-test"]);
});

test("an install that fails leaves the project, and says what to do", async ({ folder }) => {
  const path = pathWith(folder, "npm", "echo no such package >&2; exit 1");
  const { code, stderr } = await create(folder, ["my-app", "--yes"], path);
  expect(code).toBe(1);
  expect(stderr).toBe(
    `✗ The project is in ${folder}/my-app, but npm install failed there: run it again. It said:\nno such package\n`,
  );
  expect(existsSync(join(folder, "my-app/.git"))).toBe(true);
});

test("an install that is done goes into the first commit", async ({ folder }) => {
  const path = pathWith(folder, "npm", "echo made > package-lock.json");
  const { code, stdout } = await create(folder, ["my-app", "--yes"], path);
  expect(code).toBe(0);
  expect(stdout).toContain("Installing with npm …\n✓ A first commit on main\n");
  expect(stdout).toContain("Now:\n\n  cd my-app\n  npm run dev\n");
  expect(readTree(join(folder, "my-app"))["package-lock.json"]).toBe("made\n");
});
