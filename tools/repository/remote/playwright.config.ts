import { defineConfig, devices } from "@playwright/test";
import { browserArguments, findBrowser } from "../../../e2e/browser/find.ts";

// As the suite itself does against deployed apps.
process.env.PLAYWRIGHT_NO_COPY_PROMPT = "1";

/** What reads the variables and signs in at AuthKit, without a deployment. */
export default defineConfig({
  outputDir: "../test-results",
  workers: 2,
  reporter: [["list"], ["html", { open: "never", outputFolder: "../playwright-report" }]],
  use: {
    ...devices["Desktop Chrome"],
    launchOptions: { executablePath: findBrowser(), args: browserArguments },
  },
});
