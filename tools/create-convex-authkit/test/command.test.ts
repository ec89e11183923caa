import { Linter } from "eslint";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { command, create, pretendNode, test } from "./harness.ts";

const packageFolder = join(import.meta.dirname, "..");

test("--version says it, and writes nothing", async ({ folder }) => {
  expect(await create(folder, ["my-app", "--version"])).toEqual({
    code: 0,
    stdout: `${manifest.version}\n`,
    stderr: "",
  });
});

test.for([
  ["-h", "--help"],
  ["-v", "--version"],
])("%s is %s", async ([short = "", long = ""], { folder }) => {
  expect(await create(folder, [short])).toEqual(await create(folder, [long]));
});

test("--help says what the README says", async ({ folder }) => {
  const { code, stdout } = await create(folder, ["--help"]);
  const rows = stdout.matchAll(/^ {2}(--.+?) {2,}(.*(?:\n {28}.*)*)/gm);
  const flags = [...rows].map(([, flag, is = ""]) => [flag, is.replace(/\n +/g, " ")]);
  const readme = readFileSync(join(packageFolder, "README.md"), "utf8");
  const table = [...readme.matchAll(/^\| `(--[^|]+?)` *\| (.+?) *\|$/gm)];
  expect(code).toBe(0);
  expect(flags.length).toBeGreaterThan(10);
  expect(table.map(([, flag, is]) => [flag?.replaceAll("`", ""), is])).toEqual(flags);
});

describe("the entry file", () => {
  const entry = readFileSync(join(packageFolder, "bin.cjs"), "utf8");

  test("is JavaScript that Node 12 parses", () => {
    // Node 12 knows the syntax of 2019, and import() of 2020.
    const languageOptions = { ecmaVersion: 2020, sourceType: "commonjs" } as const;
    const messages = new Linter().verify(entry.replace(/^\/\/ eslint-.*$/m, ""), {
      languageOptions,
    });
    expect(messages.filter(({ fatal }) => fatal)).toEqual([]);
    expect(entry).not.toMatch(/\?\.|\?\?|matchAll|replaceAll/);
  });

  test.for(["12.22.12", "18.20.8", "22.12.0"])(
    "on Node %s says which it needs",
    async (version, { folder }) => {
      const old = pretendNode(folder, version);
      expect(await create(folder, ["my-app", "--yes"], old)).toEqual({
        code: 1,
        stdout: "",
        stderr: `✗ This needs Node 22.13, and this is ${version}.\n`,
      });
    },
  );
});

test("the package comes with its license, and those of what is bundled in it", () => {
  const installed = join(command, "../../create-convex-authkit");
  expect(readFileSync(join(installed, "LICENSE"), "utf8")).toBe(
    readFileSync(join(packageFolder, "../../LICENSE"), "utf8"),
  );
  const bundled = readFileSync(join(installed, "dist/LICENSES.txt"), "utf8");
  expect(bundled).toMatch(/^@clack\/prompts [\d.]+\n\nMIT License/m);
  expect(bundled).toMatch(/^validate-npm-package-name [\d.]+\n/m);
});

test("the package is at most 1 MB, and needs no other", () => {
  expect(inject("packedSize")).toBeLessThan(1_000_000);
  expect(manifest).not.toHaveProperty("dependencies");
});
