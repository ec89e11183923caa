/** Makes sure that there is a browser to test with, and says what it does when that takes long. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { findBrowser } from "./find.ts";

const playwrightCli = join(
  dirname(createRequire(import.meta.url).resolve("@playwright/test/package.json")),
  "cli.js",
);

function run(command: string, ...args: string[]) {
  spawnSync(command, args, {
    stdio: "inherit",
    env: {
      ...process.env,
      DEBIAN_FRONTEND: "noninteractive",
      PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "5000",
    },
  });
}

if (!findBrowser()) {
  console.log("No Chromium or Chrome on this machine: downloading Playwright's, about 150 MB.");
  run(process.execPath, playwrightCli, "install", "chromium");
}
if (!findBrowser() && process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
  console.log("That did not work: installing Debian's Chromium, which takes a minute or two.");
  run("apt-get", "update", "--quiet");
  run("apt-get", "install", "--quiet", "--yes", "--no-install-recommends", "chromium");
}
if (!findBrowser()) {
  console.error("✗ The tests need a browser: install Chromium or Chrome, and run them again.");
  process.exit(1);
}
