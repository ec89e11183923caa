import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { packTool } from "../scripts/pack.ts";
import { freePorts, Run } from "./temporary-project.ts";

const root = join(import.meta.dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "convex-authkit-packed-"));
/** A project with the files of this repository's product, in which the package is installed. */
const project = join(folder, "project");
const installed = join(project, "node_modules/convex-authkit");
const command = join(project, "node_modules/.bin/convex-authkit");
let listed: { files: { path: string; size: number }[]; size: number } | undefined;

beforeAll(async () => {
  const tarball = await packTool(folder);
  const npm = (cwd: string, ...args: string[]) =>
    execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  [listed] = JSON.parse(npm(join(folder, "package"), "pack", "--dry-run", "--json")) as [
    typeof listed,
  ];
  mkdirSync(project);
  const quietly = ["--offline", "--no-audit", "--no-fund", "--legacy-peer-deps"];
  npm(project, "install", ...quietly, tarball);
  const modules = join(root, "node_modules");
  for (const name of readdirSync(modules)) {
    if (name.startsWith(".") || existsSync(join(project, "node_modules", name))) continue;
    symlinkSync(join(modules, name), join(project, "node_modules", name), "junction");
  }
  const tracked = execFileSync("git", ["ls-files", "apps", "packages", "*.config.ts"], {
    cwd: root,
    encoding: "utf8",
  });
  for (const path of tracked.trimEnd().split("\n")) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    cpSync(join(root, path), join(project, path));
  }
  const workspaces = ["apps/*", "packages/*"];
  writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module", workspaces }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]): string {
  return execFileSync(command, args, { cwd: project, encoding: "utf8" });
}

test("has neither sources, tests, source maps nor other people's packages in it", () => {
  const paths = listed?.files.map(({ path }) => path) ?? [];
  expect(paths.filter((path) => !/^[\w-]+\.js$/.test(path)).sort()).toEqual([
    "LICENSE",
    "LICENSES.txt",
    "README.md",
    "config.d.ts",
    "package.json",
    "testing.d.ts",
  ]);
  expect(listed?.size).toBeLessThan(1_000_000);
  for (const path of paths) {
    const text = readFileSync(join(installed, path), "utf8");
    expect(text).not.toMatch(/sourceMappingURL=(?!data:)|@repo\/|\bnpm_[A-Za-z0-9]{20}/);
    expect(text).not.toContain(root);
  }
  const published = readFileSync(join(installed, "package.json"), "utf8");
  expect(JSON.parse(published)).toMatchObject({ peerDependencies: manifest.peerDependencies });
  expect(JSON.parse(published)).not.toHaveProperty("dependencies");
});

test("comes with the licenses of what is in it", () => {
  const licenses = readFileSync(join(installed, "LICENSES.txt"), "utf8");
  for (const name of ["@workos-inc/node", "convex-test", "hono", "jose", "ws", "zod"]) {
    expect(licenses).toMatch(new RegExp(`^${name} [\\d.]+$`, "m"));
  }
});

test("says its version, and what it can do", () => {
  expect(run("--version")).toBe(`${manifest.version}\n`);
  for (const name of ["dev", "setup", "doctor", "deploy", "codegen"]) {
    expect(run("--help")).toContain(`  ${name} `);
    expect(run(name, "--help")).toContain(`convex-authkit ${name}`);
  }
});

test("generates the backend's files, on a deployment of its own", () => {
  const generated = "packages/convex-backend/convex/_generated/api.ts";
  rmSync(dirname(join(project, generated)), { recursive: true });
  run("codegen");
  expect(readFileSync(join(project, generated), "utf8")).toBe(
    readFileSync(join(root, generated), "utf8"),
  );
});

test("runs a project, until it is stopped", async () => {
  const [app = 0, convex = 0, convexSite = 0, workos = 0] = await freePorts(4);
  const origin = `http://localhost:${app}`;
  const configure = {
    redirectUris: [`${origin}/callback`],
    appHomepageUrl: origin,
    corsOrigins: [origin],
  };
  const ports = { convex, convexSite, workos };
  const small = join(folder, "small");
  mkdirSync(join(small, "convex"), { recursive: true });
  symlinkSync(join(project, "node_modules"), join(small, "node_modules"), "junction");
  const files = {
    "package.json": JSON.stringify({
      type: "module",
      scripts: { dev: "node server.js" },
      dependencies: { "@workos-inc/authkit-react": "*", convex: "*" },
    }),
    "convex.json": JSON.stringify({ authKit: { dev: { configure } } }),
    "convex-authkit.config.ts": `import { defineConfig } from "convex-authkit";
export default defineConfig({ local: { ports: ${JSON.stringify(ports)} } });`,
    "convex/functions.ts": `import { queryGeneric } from "convex/server";
export const ping = queryGeneric({ args: {}, handler: () => "pong" });`,
    "server.js": `import { createServer } from "node:http";
createServer((_, response) => response.end()).listen(Number(process.env.PORT), "localhost");`,
  };
  for (const [path, text] of Object.entries(files)) writeFileSync(join(small, path), text);
  const dev = new Run(small, ["dev"], {}, join(installed, "bin.js"));
  await dev.printed("Ctrl-C stops it all.");
  const ping = await fetch(`http://127.0.0.1:${convex}/api/query`, {
    method: "POST",
    body: JSON.stringify({ path: "functions:ping", args: {} }),
  });
  expect(await ping.json()).toMatchObject({ value: "pong" });
  dev.stop();
  expect(await dev.exitCode).toBe(0);
});

test("has types for a configuration and for tests, which need no other package", () => {
  const source = `import { defineConfig } from "convex-authkit";
import { startTestStack } from "convex-authkit/testing";
defineConfig({ identityQuery: "account:current" });
// @ts-expect-error -- a number
defineConfig({ identityQuery: 1 });
const stack = await startTestStack({ portOffset: 300 });
const user = await stack.workos.createUser({ email: "ada@example.com" });
export const name: string | null = user.first_name;
// @ts-expect-error -- no such method
stack.workos.createUsers();`;
  const alone = join(folder, "alone");
  mkdirSync(join(alone, "node_modules"), { recursive: true });
  cpSync(installed, join(alone, "node_modules/convex-authkit"), { recursive: true });
  writeFileSync(join(alone, "test.mts"), source);
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2024"];
  const args = [tsc, ...options, "test.mts"];
  const { stdout } = spawnSync(process.execPath, args, { cwd: alone, encoding: "utf8" });
  expect(stdout).toBe("");
});
