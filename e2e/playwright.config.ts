import { defineConfig, devices } from "@playwright/test";
import type { AppName } from "@repo/config/apps";
import { browserArguments, findBrowser } from "./browser/find.ts";
import { deployed } from "./deployed/index.ts";
import { projects } from "./projects.ts";

// Playwright would write the page of a failed test down, with what is typed into its fields.
if (deployed) process.env.PLAYWRIGHT_NO_COPY_PROMPT = "1";

export default defineConfig<{ appName: AppName }>({
  testDir: "tests",
  globalSetup: deployed ? undefined : "./stack/global-setup.ts",
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  // A test that passes at the second try has found a race: see what it is.
  retries: 0,
  // The test user of deployed apps is one person.
  workers: deployed ? 1 : 2,
  // Deployed apps are a network away, and may have to be woken up.
  timeout: deployed ? 90_000 : 30_000,
  expect: { timeout: deployed ? 20_000 : 10_000 },
  reporter: [
    ["list"],
    ["html", { open: "never" }],
    ...(deployed
      ? ([
          ["./deployed/summary.ts"],
          ["json", { outputFile: "test-results/deployed.json" }],
        ] as const)
      : []),
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
  projects: projects
    .filter(({ apps }) => apps.every((app) => !deployed || deployed.origins[app]))
    .map(({ name, testMatch, apps: [appName] }) => ({ name, testMatch, use: { appName } })),
});
