import { check, getFileInfo, resolveConfig } from "prettier";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import manifest from "../package.json" with { type: "json" };
import tool from "../../convex-authkit/package.json" with { type: "json" };
import { buildTemplate, listProduct } from "../scripts/build-template.ts";
import { packageManagerNames, type PackageManagerName } from "../src/package-managers.ts";
import { deployWorkflows } from "../src/shape-project.ts";
import { create, lockfiles, readTree, test, userAgents } from "./harness.ts";

const root = join(import.meta.dirname, "../../..");
const product = listProduct();
const tarball = `tools/convex-authkit-${tool.version}.tgz`;

test("is the product, and nothing that is about this repository", async ({ folder }) => {
  const { code, stderr } = await create(folder, ["my-app", "--yes", "--no-install"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const files = readTree(join(folder, "my-app"));
  const expected = [...product.keys()].filter((path) => !deployWorkflows.test(path));
  expect(Object.keys(files).sort()).toEqual([...expected, tarball].sort());
  expect(files).toHaveProperty([".gitignore"]);
  expect(files).toHaveProperty([".github/workflows/ci.yml"]);
  expect(
    Object.keys(files).filter((path) =>
      /^docs\/(decisions|images)\/|^\.ci\/|nightly|LICENSE/.test(path),
    ),
  ).toEqual([]);
  const { [tarball]: _, "package.json": root = "", ...texts } = files;
  expect(JSON.parse(root)).not.toHaveProperty("license");
  for (const [path, text] of Object.entries(texts)) {
    expect(text, path).not.toContain(manifest.name);
    expect(text, path).not.toMatch(/\btools\/(?!(?:\*|convex-authkit-[\d.]+)\.tgz)/);
  }
});

test("says nothing of the workflows that deploy when it does not have them", async ({ folder }) => {
  await create(folder, ["my-app", "--yes", "--no-install"]);
  const { [tarball]: _, ...files } = readTree(join(folder, "my-app"));
  const words = /E2E_(EMAIL|PASSWORD)|DEPLOY_WITH_GITHUB|\bdeployed\/|-c deployed|github-actions/;
  const named = Object.entries(files).filter(([, text]) => words.test(text));
  expect(named.map(([path]) => path)).toEqual([]);
});

test.for(["without", "with"])(
  "links to what it has, %s the workflows that deploy",
  async (which, { folder }) => {
    const flags = which === "with" ? ["--deploy-workflows"] : [];
    await create(folder, ["my-app", "--yes", "--no-install", ...flags]);
    const files = readTree(join(folder, "my-app"));
    const paths = Object.keys(files);
    const links = Object.entries(files)
      .filter(([path]) => path.endsWith(".md"))
      .flatMap(([page, text]) =>
        [...text.matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)/g)].map(([, link = ""]) => ({
          page,
          link,
          to: posix.join(posix.dirname(page), link),
        })),
      );
    expect(links.length).toBeGreaterThan(50);
    const broken = links.filter(
      ({ to }) => !paths.some((path) => path === to || path.startsWith(`${to}/`)),
    );
    expect(broken).toEqual([]);
  },
);

test("has what comes with the workflows that deploy, and a license, when they are asked for", async ({
  folder,
}) => {
  const flags = ["--deploy-workflows", "--license", "mit"];
  await create(folder, ["my-app", "--yes", "--no-install", ...flags]);
  const files = readTree(join(folder, "my-app"));
  for (const path of [
    ".github/workflows/preview.yml",
    ".github/workflows/production.yml",
    "docs/github-actions.md",
    "e2e/deployed/playwright.config.ts",
  ]) {
    expect(files).toHaveProperty([path]);
  }
  expect(files.LICENSE).toMatch(/^MIT License\n\nCopyright \(c\) \d+ the authors of My app\n/);
  expect(files["package.json"]).toContain('"license": "MIT"');
  expect(files["package-lock.json"]).toContain('"license": "MIT",\n      "workspaces"');
});

test("runs no script, and is told of none, that it does not have", async ({ folder }) => {
  await create(folder, ["my-app", "--yes", "--no-install", "--deploy-workflows"]);
  const files = readTree(join(folder, "my-app"));
  const scripts = Object.entries(files)
    .filter(([path]) => path.endsWith("package.json"))
    .flatMap(([, text]) => Object.keys((JSON.parse(text) as { scripts?: object }).scripts ?? {}));
  const named = Object.entries(files)
    .filter(([path]) => !/\.tgz$|package-lock\.json$|_generated/.test(path))
    .flatMap(([path, text]) =>
      [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, script = ""]) => ({ path, script })),
    );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ script }) => !scripts.includes(script))).toEqual([]);
});

test("has its name in all places, and says which template it came from", async ({ folder }) => {
  await create(folder, ["folder", "--name", "@ada/shared-notes", "--yes", "--no-install"]);
  const files = readTree(join(folder, "folder"));
  expect(JSON.parse(files["package.json"] ?? "")).toMatchObject({
    name: "@ada/shared-notes",
    template: `create-convex-authkit@${manifest.version}`,
  });
  expect(JSON.parse(files["package-lock.json"] ?? "")).toMatchObject({
    name: "@ada/shared-notes",
    packages: { "": { name: "@ada/shared-notes" } },
  });
  expect(files["README.md"]).toMatch(/^# Shared notes\n/);
  expect(files["apps/next/app/layout.tsx"]).toContain("Shared notes");
  expect(files["packages/ui/src/site-header.tsx"]).toContain("Shared notes");
  expect(files["convex-authkit.config.ts"]).toContain("Admins of Shared notes");
  expect(files["apps/vite/wrangler.jsonc"]).toContain('"shared-notes');
  const { [tarball]: _, ...texts } = files;
  const left = Object.entries(texts).filter((file) => /tandem/i.test(file.join()));
  expect(left.map(([path]) => path)).toEqual([]);
});

test("takes convex-authkit from the registry when the command is a release", async () => {
  const { files, lockfiles } = await buildTemplate(true);
  const names = Object.keys(files);
  expect(names.filter((path) => path.startsWith("tools/"))).toEqual([]);
  for (const path of ["package.json", "e2e/package.json"]) {
    expect(JSON.parse(files[path]?.content ?? "")).toMatchObject({
      devDependencies: { "convex-authkit": tool.version },
    });
  }
  expect(Object.keys(lockfiles)).toEqual(["next,vite", "next", "vite"]);
  for (const text of Object.values(lockfiles)) {
    expect(text).not.toMatch(/file:|\.tgz/);
    const { packages } = JSON.parse(text) as { packages: Record<string, object> };
    expect(packages["node_modules/convex-authkit"]).toMatchObject({
      version: tool.version,
      integrity: expect.stringMatching(/^sha512-/) as string,
    });
  }
}, 120_000);

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
    expect(files["docs/getting-started.md"]).toContain(`or newer, and ${name}.`);
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
      const source = product.get(path);
      const before = source === undefined ? "" : read(source);
      const { inferredParser } = await getFileInfo(path);
      if (text === before || !inferredParser || path === lockfiles[name] || path === tarball)
        continue;
      const isFormatted = (content: string) => check(content, { ...settings, filepath: path });
      if (!(await isFormatted(text)) && (await isFormatted(before))) misformatted.push(path);
    }
    expect(misformatted).toEqual([]);
  });
});

/** Where each package manager looks for the packages that may run scripts when they are installed. */
const builds: Record<PackageManagerName, [path: string, text: string]> = {
  npm: ["package.json", '"allowScripts": {\n    "node": true,\n    "esbuild": true'],
  pnpm: [
    "pnpm-workspace.yaml",
    "\nallowBuilds:\n  node: true\n  esbuild: true\nonlyBuiltDependencies:\n  - node\n  - esbuild\n",
  ],
  yarn: ["package.json", '"esbuild": {\n      "built": true'],
  bun: ["package.json", '"trustedDependencies": [\n    "node",\n    "esbuild"'],
};

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}
