/**
 * `npm run test:create`: makes a project with each package manager, as packed, installs it and runs
 * its own tests. `-- npm pnpm` chooses among them, `-- --script check` runs another script of it.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parseArgs } from "node:util";
import { packageManagerNames, type PackageManagerName } from "../src/package-managers.ts";

/** What brings each package manager, from the npm registry. */
const packages: Record<PackageManagerName, string> = {
  npm: "npm",
  pnpm: "pnpm",
  yarn: "@yarnpkg/cli-dist",
  bun: "bun",
};

type Row = Record<string, string>;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { script: { type: "string", default: "test" } },
});
const folder = mkdtempSync(join(tmpdir(), "test-create-"));
// Ended, by Ctrl-C too, are the commands. What follows then fails, and all goes.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => (process.exitCode = 1));
}
try {
  const command = installCommand();
  const chosen = positionals.length > 0 ? positionals : packageManagerNames;
  const rows = chosen.map((name) => tryManager(requireManager(name), command));
  console.table(Object.fromEntries(rows.map((row, index) => [chosen[index], row])));
} catch (error) {
  console.error(`✗ ${(error as Error).message}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function requireManager(name: string): PackageManagerName {
  const found = packageManagerNames.find((known) => known === name);
  if (!found) throw new Error(`${name} is none of ${packageManagerNames.join(", ")}.`);
  return found;
}

/** Packs the command and installs it. Returns where it is. */
function installCommand(): string {
  const packed = join(folder, "packed");
  mkdirSync(packed);
  run(join(import.meta.dirname, ".."), ["npm", "pack", "--pack-destination", packed]);
  const [tarball = ""] = readdirSync(packed);
  run(packed, ["npm", "install", "--no-save", `./${tarball}`]);
  return join(packed, "node_modules/.bin/create-convex-authkit");
}

/** Makes, installs and tests a project. What goes wrong is said, and in the row. */
function tryManager(name: PackageManagerName, command: string): Row {
  const home = join(folder, name);
  const bin = join(home, "node_modules/.bin");
  mkdirSync(bin, { recursive: true });
  const row: Row = {};
  const step = (title: string, work: () => void) => {
    const start = performance.now();
    work();
    row[title] = `${((performance.now() - start) / 1000).toFixed(1)} s`;
  };
  try {
    run(home, ["npm", "install", "--no-audit", "--no-fund", packages[name]]);
    rmSync(join(bin, "node"), { force: true });
    symlinkSync(process.execPath, join(bin, "node"));
    const version = run(home, [name, "--version"], bin).trim();
    row.version = version;
    const agent = `${name}/${version} npm/? node/${process.version}`;
    const made = join(home, "my-app");
    step("make", () => run(home, [command, "my-app", "--yes", "--no-install"], bin, agent));
    step("install", () => run(made, [name, "install"], bin));
    row.node_modules = `${run(made, ["du", "-sm", "node_modules"]).split("\t")[0]} MB`;
    step(values.script, () => run(made, [name, "run", values.script], bin));
  } catch (error) {
    row.problem = "see above";
    console.error(`✗ With ${name}: ${(error as Error).message}`);
    process.exitCode = 1;
  }
  rmSync(home, { recursive: true, force: true });
  return row;
}

/** Runs a command as a person does, who is in none of the repository's own scripts. */
function run(cwd: string, [file = "", ...args]: string[], bin = "", userAgent = ""): string {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(npm_|GIT_)/.test(name));
  const outside = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((path) => !path.endsWith("node_modules/.bin"));
  const { status, stdout, stderr } = spawnSync(file, args, {
    cwd,
    encoding: "utf8",
    maxBuffer: 100 * 1024 * 1024,
    env: {
      ...Object.fromEntries(inherited),
      PATH: [...(bin ? [bin] : []), ...outside].join(delimiter),
      npm_config_user_agent: userAgent,
      // Git commits as somebody, whose machine this may not be.
      GIT_AUTHOR_NAME: "Ada",
      GIT_AUTHOR_EMAIL: "ada@example.com",
      GIT_COMMITTER_NAME: "Ada",
      GIT_COMMITTER_EMAIL: "ada@example.com",
    },
  });
  if (status !== 0) {
    throw new Error(`${[file, ...args].join(" ")} failed.\n${stdout ?? ""}${stderr ?? ""}`);
  }
  return stdout;
}
