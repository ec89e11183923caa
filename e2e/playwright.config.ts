import { defineConfig, devices } from "@playwright/test";
import type { AppName } from "./stack/addresses.ts";
import { browserArguments, findBrowser } from "./browser/find.ts";

export default defineConfig<{ appName: AppName }>({
  testDir: "tests",
  globalSetup: "./stack/global-setup.ts",
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  // A test that passes at the second try has found a race: see what it is.
  retries: 0,
  workers: 2,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["html", { open: "never" }]],
  use: {
    ...devices["Desktop Chrome"],
    trace: "off",
    launchOptions: {
      executablePath: findBrowser(),
      args: browserArguments,
    },
  },
  projects: [
    { name: "next", testDir: "tests", testMatch: ["app/**", "next/**"], use: { appName: "next" } },
    { name: "vite", testDir: "tests", testMatch: ["app/**", "vite/**"], use: { appName: "vite" } },
    { name: "across", testMatch: "across/**" },
  ],
});
