import { defineConfig, devices } from "@playwright/test";
import { browserArguments, findBrowser } from "./browser/find.ts";
import type { Options } from "./fixtures.ts";
import { project } from "./stack/project.ts";

const { apps } = project;

export default defineConfig<Options>({
  testDir: "tests",
  globalSetup: "./stack/global-setup.ts",
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  // A test that passes at the second try has found a race: see what it is.
  retries: 0,
  // The suite's own stack waits more than it works.
  workers: 4,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["html", { open: "never" }]],
  use: {
    ...devices["Desktop Chrome"],
    launchOptions: {
      executablePath: findBrowser(),
      args: browserArguments,
    },
  },
  // Each app has the tests of every app and its own.
  projects: [
    ...apps.map(({ name, origin }) => ({
      name,
      testMatch: `**/{every-app,${name}}/*.spec.ts`,
      use: { origin, otherOrigin: origin },
    })),
    {
      name: "across-apps",
      testMatch: "**/across-apps/*.spec.ts",
      use: { origin: apps.at(0)!.origin, otherOrigin: apps.at(-1)!.origin },
    },
  ],
});
