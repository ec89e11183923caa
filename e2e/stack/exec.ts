/** Runs a command with what the apps of the suite's stack inline: `node exec.ts turbo run build`. */
import { spawnSync } from "node:child_process";
import { project } from "./project.ts";

const [command, ...args] = process.argv.slice(2);
if (!command) {
  console.error("Usage: node e2e/stack/exec.ts <command> [arguments]");
  process.exit(2);
}
const { status, error } = spawnSync(command, args, {
  stdio: "inherit",
  env: { ...process.env, ...project.buildVariables },
  // npm installs commands for Windows as .cmd files, which only a shell finds.
  shell: process.platform === "win32",
});
if (error) console.error(`${command} did not start: ${error.message}.`);
process.exit(status ?? 1);
