import { defineConfig, devices } from "@playwright/test";
import { browserArguments, findBrowser } from "./browser/find.ts";
import { deployed } from "./deployed/index.ts";
import { projects, type Options } from "./projects.ts";

// Playwright would write the page of a failed test down, with what is typed into its fields.
if (deployed) process.env.PLAYWRIGHT_NO_COPY_PROMPT = "1";

export default defineConfig<Options>({
  testDir: "tests",
  globalSetup: deployed ? undefined : "./stack/global-setup.ts",
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  // A test that passes at the second try has found a race: see what it is.
  retries: 0,
  // The test user of deployed apps is one person. The suite's own stack waits more than it works.
  workers: deployed ? 1 : 4,
  // Deployed apps are a network away, and may have to be woken up.
  timeout: deployed ? 90_000 : 60_000,
  expect: { timeout: deployed ? 20_000 : 10_000 },
  reporter: [
    ["list"],
    ["html", { open: "never" }],
    ...(deployed ? ([["json", { outputFile: "test-results/deployed.json" }]] as const) : []),
  ],
  use: {
    ...devices["Desktop Chrome"],
    trace: "off",
    screenshot: deployed ? "only-on-failure" : "off",
    launchOptions: {
      executablePath: findBrowser(),
      args: browserArguments,
    },
  },
  projects,
});
