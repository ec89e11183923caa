import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { command, environment, readTree, start, test, userAgents, writeTree } from "./harness.ts";

const down = "\u001b[B";
const enter = "\r";
/** For what a test is not about. */
const answered = ["--apps", "next,vite", "--no-install", "--no-git"];

/** What a person sees, and what they type when they see it, in this order. */
type Dialog = [question: string, keys: string][];

/** Runs the command in a pseudo-terminal, which `script` of util-linux makes. */
async function talk(folder: string, args: string[], dialog: Dialog, userAgent = userAgents.npm) {
  const env = environment({ npm_config_user_agent: userAgent, TERM: "xterm" });
  // A pseudo-terminal without a terminal around it has no size.
  const line = ["stty cols 80 rows 24 &&", command, ...args].join(" ");
  const { child, outcome } = start("script", ["-qec", line, "/dev/null"], { cwd: folder, env });
  const left = [...dialog];
  let seen = "";
  child.stdout?.on("data", (text: string) => {
    seen += text;
    const [question, keys] = left[0] ?? [];
    if (question === undefined || keys === undefined || !seen.includes(question)) return;
    left.shift();
    seen = "";
    child.stdin?.write(keys);
  });
  const { code, stdout } = await outcome;
  return { code, stdout, left };
}

test("asks for what no flag answers", async ({ folder }) => {
  const { code, left } = await talk(
    folder,
    [],
    [
      ["In which folder?", `notes${enter}`],
      // Space takes the first of both away.
      ["Which apps?", ` ${enter}`],
      ["Which package manager?", enter],
      ["Install what it needs, with npm?", "n"],
      ["Make a git repository", "n"],
    ],
    "",
  );
  expect({ code, left }).toEqual({ code: 0, left: [] });
  expect(readTree(join(folder, "notes"))["README.md"]).toMatch(/^# Notes/);
  expect(existsSync(join(folder, "notes/.git"))).toBe(false);
  expect(readdirSync(join(folder, "notes/apps"))).toEqual(["vite"]);
});

test("says at once what is wrong with a name", async ({ folder }) => {
  const { code, left } = await talk(folder, answered, [
    ["In which folder?", `My App${enter}`],
    ["try --name my-app", `${"\u007f".repeat(6)}notes${enter}`],
  ]);
  expect({ code, left }).toEqual({ code: 0, left: [] });
  expect(readdirSync(folder)).toEqual(["notes"]);
});

test("asks nothing when all is answered", async ({ folder }) => {
  const { code, stdout } = await talk(folder, ["my-app", ...answered], []);
  expect(code).toBe(0);
  expect(stdout).not.toContain("?");
});

test("asks what becomes of a folder that is not empty", async ({ folder }) => {
  writeTree(join(folder, "my-app"), { "mine.txt": "mine" });
  const { code } = await talk(
    folder,
    ["my-app", ...answered],
    [["my-app is not empty (mine.txt)", `${down}${enter}`]],
  );
  expect(code).toBe(0);
  expect(readTree(join(folder, "my-app"))).toMatchObject({ "mine.txt": "mine" });
  expect(existsSync(join(folder, "my-app/package.json"))).toBe(true);
});

test("Ctrl-C at a question makes nothing", async ({ folder }) => {
  mkdirSync(join(folder, "empty"));
  const { code, stdout } = await talk(folder, [], [["In which folder?", "\u0003"]]);
  expect(code).toBe(1);
  expect(stdout).toContain("✗ Canceled, and nothing was made.");
  expect(readdirSync(folder)).toEqual(["empty"]);
});
