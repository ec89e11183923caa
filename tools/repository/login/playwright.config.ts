import { defineConfig } from "@playwright/test";
import e2e from "../../../e2e/playwright.config.ts";

/**
 * What the apps must withstand: login tests that no project made from this one needs a copy of. They
 * run as those of e2e do, on the same stack and builds.
 */
export default defineConfig(e2e, {
  testDir: ".",
  globalSetup: "./global-setup.ts",
  outputDir: "../test-results",
  reporter: [["list"], ["html", { open: "never", outputFolder: "../playwright-report" }]],
});
