import { defineConfig } from "@playwright/test";
import { join } from "node:path";
import deployed from "../../../e2e/deployed/playwright.config.ts";
import type { Options } from "../../../e2e/fixtures.ts";
import { localWorkosSignIn } from "../../../e2e/pages/hosted-sign-in.ts";

/** The tests of deployed apps, where the local WorkOS is their AuthKit. */
export default defineConfig<Options>(deployed, {
  testDir: join(import.meta.dirname, "../../../e2e/tests"),
  workers: 2,
  outputDir: "../test-results",
  reporter: [
    ["list"],
    ["html", { open: "never", outputFolder: "../playwright-report" }],
    ["json", { outputFile: "../test-results/deployed.json" }],
  ],
  use: { hosted: localWorkosSignIn },
});
