import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { setText, textOf, type ProjectFiles } from "../src/files.ts";
import { canSelectApps, selectApps } from "../src/select-apps.ts";

const convexJson = "packages/convex-backend/convex.json";

describe("a template with markers", () => {
  const files: ProjectFiles = new Map();

  beforeEach(() => {
    files.clear();
    const root = join(import.meta.dirname, "../../..");
    setText(files, convexJson, readFileSync(join(root, convexJson), "utf8"));
    setText(files, "apps/next/app.ts", "next");
    setText(files, "apps/vite/app.ts", "vite");
    setText(
      files,
      "README.md",
      "one\n<!-- begin: next -->\nNext.js\n<!-- end: next -->\ntwo\n<!-- begin: vite -->\nVite\n<!-- end: vite -->\nthree\n",
    );
    setText(files, "ci.yml", "jobs:\n  # begin: next\n  build-next:\n  # end: next\n  test:\n");
    setText(files, "stack.ts", "{\n  // begin: vite\n  vite,\n  // end: vite\n  next,\n}\n");
    setText(files, "other.ts", "// begin: local services\nbegin: nextly\n// end: local services\n");
  });

  test("has both apps, without the markers", () => {
    selectApps(files, ["next", "vite"]);
    expect(textOf(files, "README.md")).toBe("one\nNext.js\ntwo\nVite\nthree\n");
    expect(textOf(files, "ci.yml")).toBe("jobs:\n  build-next:\n  test:\n");
    expect([...files.keys()]).toContain("apps/next/app.ts");
    expect(textOf(files, "other.ts")).toMatch(/begin: local services\nbegin: nextly/);
  });

  test("has one app, with nothing of the other", () => {
    selectApps(files, ["next"]);
    expect(textOf(files, "README.md")).toBe("one\nNext.js\ntwo\nthree\n");
    expect(textOf(files, "stack.ts")).toBe("{\n  next,\n}\n");
    expect([...files.keys()].filter((path) => path.startsWith("apps/"))).toEqual([
      "apps/next/app.ts",
    ]);
  });

  test.each([
    ["next", /5173|VITE/],
    ["vite", /3000|NEXT/],
  ] as const)("registers the addresses of %s alone", (app, other) => {
    selectApps(files, [app]);
    const text = textOf(files, convexJson);
    expect(JSON.parse(text)).toHaveProperty("authKit.dev.configure.redirectUris.length", 1);
    expect(text).not.toMatch(other);
  });
});

test("a template without markers comes as a whole", () => {
  const files: ProjectFiles = new Map();
  setText(files, "README.md", "one\n");
  expect(canSelectApps(files)).toBe(false);
  expect(() => selectApps(files, ["vite"])).toThrow("--apps vite is not possible yet");
});
