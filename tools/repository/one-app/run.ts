/**
 * `npm run test:one-app`: deletes each app in turn from a copy of this repository, as
 * docs/getting-started.md says, and checks that the rest stands by itself. `-- next` deletes only that
 * one, and `--static` leaves out builds and login tests.
 */
import { readTestProject } from "convex-authkit/testing";
import { spawnSync } from "node:child_process";
import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { copyRepository, trackedFiles } from "./copy.ts";
import { deleteApp, findMentions } from "./delete-app.ts";

const root = join(import.meta.dirname, "../../..");
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { static: { type: "boolean", default: false } },
});
const { apps } = await readTestProject(0);
for (const app of apps) {
  if (positionals.length > 0 && !positionals.includes(app.name)) continue;
  const copy = copyRepository(root, `without-${app.name}`);
  try {
    deleteApp(copy, trackedFiles(root), app);
    const mentions = findMentions(copy, root, app.name);
    if (mentions.length > 0) throw new Error(mentions.join("\n  "));
    run(copy, "npx", "prettier", "--write", "packages/convex-backend/convex.json");
    // The README of this repository is about both; that of a project is about none.
    copyFileSync(
      join(root, "tools/create-convex-authkit/template/README.md"),
      join(copy, "README.md"),
    );
    run(copy, "node", "tools/repository/src/docs/check.ts");
    if (values.static) {
      const filters = ["./apps/*", "./packages/*", "./e2e"].map((folder) => `--filter=${folder}`);
      run(
        copy,
        "npx",
        "turbo",
        "run",
        "typecheck",
        "lint",
        "test",
        ...filters,
        "--output-logs=errors-only",
      );
    } else {
      run(copy, "npm", "test");
    }
    console.log(`\n✓ The project stands without ${app.name}.\n`);
  } catch (error) {
    console.error(`\n✗ Without ${app.name}: ${(error as Error).message}\n`);
    process.exitCode = 1;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function run(cwd: string, ...command: [string, ...string[]]) {
  const [program, ...args] = command;
  console.log(`\n$ ${command.join(" ")}`);
  const { status } = spawnSync(program, args, {
    cwd,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error(`${command.join(" ")} failed, as it says above.`);
}
