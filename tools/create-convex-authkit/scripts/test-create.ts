/**
 * `npm run test:create`: makes projects with the packed command, installs each as a person would, and
 * runs its own tests.
 *
 * `-- npm pnpm@11` chooses package managers, `--apps next --apps next,vite` the apps of each project.
 */
import { markdownTable } from "markdown-table";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { packageManagerNames, type PackageManagerName } from "../src/package-managers.ts";
import { installInto, outside, runLoud, runQuietly } from "./run-outside.ts";

/** What brings each package manager, from the npm registry; npm itself comes with Node. */
const packages: Record<PackageManagerName, string | undefined> = {
  npm: undefined,
  pnpm: "pnpm",
  yarn: "@yarnpkg/cli-dist",
  bun: "bun",
};

/** What was done to a project, and how long it took, by the heads of the table's columns. */
type Row = Map<string, string>;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { apps: { type: "string", multiple: true, default: ["next,vite", "next", "vite"] } },
});
const folder = mkdtempSync(join(tmpdir(), "test-create-"));
const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => interruption.abort(new Error("Interrupted.")));
}
try {
  await testAll(positionals.length > 0 ? positionals : [...packageManagerNames]);
} catch (error) {
  console.error(`✗ ${(error as Error).message}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function testAll(managers: string[]) {
  const create = await installCommand();
  const knip = await installInto(join(folder, "knip"), ["knip@6", "typescript@6"]);
  const rows: Row[] = [];
  for (const manager of managers) {
    for (const apps of values.apps) {
      const row: Row = new Map([
        ["package manager", manager],
        ["apps", apps],
      ]);
      rows.push(row);
      try {
        await testProject({ manager, apps, create, knip }, row);
      } catch (error) {
        interruption.signal.throwIfAborted();
        row.set("problem", "see above");
        console.error(`✗ ${apps} with ${manager}: ${(error as Error).message}`);
        process.exitCode = 1;
      }
    }
  }
  const heads = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  console.log(markdownTable([heads, ...rows.map((row) => heads.map((head) => row.get(head)))]));
}

/** Packs the command and installs it. Returns the folder that it can be run from. */
async function installCommand(): Promise<string> {
  const packed = join(folder, "packed");
  mkdirSync(packed);
  const cwd = join(import.meta.dirname, "..");
  await runQuietly(["npm", "pack", "--pack-destination", packed], { cwd, env: outside() });
  const [tarball = ""] = readdirSync(packed);
  return installInto(join(folder, "command"), [join(packed, tarball)]);
}

type Combination = { manager: string; apps: string; create: string; knip: string };

/** Makes, installs and tests a project. */
async function testProject({ manager, apps, create, knip }: Combination, row: Row) {
  const [, name = "", version = "latest"] = /^(\w+)(?:@(.+))?$/.exec(manager) ?? [];
  const known = packageManagerNames.find((one) => one === name);
  if (!known) throw new Error(`${name} is none of ${packageManagerNames.join(", ")}.`);
  // Yarn 1 is another package than those after it.
  const brought = manager.startsWith("yarn@1") ? "yarn" : packages[known];

  const home = mkdtempSync(join(folder, "home-"));
  const bin =
    brought && (await installInto(join(home, "package-manager"), [`${brought}@${version}`]));
  const made = join(home, "my-app");
  const env = outside(join(made, "node_modules/.bin"), ...(bin ? [bin] : []), create);
  const step = async (head: string, command: string[], cwd = made, more = {}) => {
    interruption.signal.throwIfAborted();
    console.log(`\n${apps} with ${manager}: ${head} …`);
    const start = performance.now();
    await runLoud(command, { cwd, env: { ...env, ...more } });
    row.set(head, `${((performance.now() - start) / 1000).toFixed(1)} s`);
  };

  const is = (await runQuietly([name, "--version"], { cwd: home, env })).trim();
  row.set("package manager", `${name} ${is}`);
  const flags = ["--yes", "--no-install", "--apps", apps];
  // So that projects with what comes when it is asked for are tested, and projects without.
  if (!apps.includes(",")) flags.push("--deploy-workflows");
  await step("create", ["create-convex-authkit", "my-app", ...flags], home, {
    npm_config_user_agent: `${name}/${is} npm/? node/${process.version}`,
  });
  await step("install", [name, "install"]);
  const [size = ""] = (await runQuietly(["du", "-sm", "node_modules"], { cwd: made, env })).split(
    "\t",
  );
  row.set("node_modules", `${size} MB`);
  // As the project's own scripts run it, with what its builds inline.
  const withVariables = ["node", "e2e/stack/exec.ts"];
  await step("knip", [
    ...withVariables,
    "node",
    join(knip, "knip"),
    "--no-progress",
    ...["--config", join(import.meta.dirname, "../knip.json")],
  ]);
  await step("test", [name, "run", "test"]);
  rmSync(home, { recursive: true, force: true });
}
