/** Runs a command with what the apps inline at build: `node exec.ts turbo run build`. */
import { convexJson } from "@repo/convex-backend/urls";
import { spawnSync } from "node:child_process";
import { addressesOf, buildVariables, devPorts } from "./addresses.ts";

const [command, ...args] = process.argv.slice(2);
if (!command) {
  console.error("Usage: node packages/local-stack/src/exec.ts <command> [arguments]");
  process.exit(2);
}
const { status, error } = spawnSync(command, args, {
  stdio: "inherit",
  env: { ...process.env, ...buildVariables(addressesOf(convexJson, devPorts)) },
  // npm installs commands for Windows as .cmd files, which only a shell finds.
  shell: process.platform === "win32",
});
if (error) console.error(`${command} did not start: ${error.message}.`);
process.exit(status ?? 1);
