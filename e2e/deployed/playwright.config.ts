import { defineConfig } from "@playwright/test";
import { watchPolicy } from "../checks/csp.ts";
import { findToken, watchTokens } from "../checks/tokens.ts";
import type { Options } from "../fixtures.ts";
import local from "../playwright.config.ts";
import { project } from "../stack/project.ts";
import { authKitSignIn } from "./authkit-sign-in.ts";
import { readDeployed, type Deployed } from "./variables.ts";

const { apps, email, password } = readOrExit();

/** Those that change nobody, and need no more of WorkOS than its hosted page. */
const specs = "{account,callback,pages,return-path,sign-in,sign-out,to-dos}.spec.ts";

// Playwright would write the page of a failed test down, with what is typed into its fields.
process.env.PLAYWRIGHT_NO_COPY_PROMPT = "1";

/** Login tests of apps that are deployed. */
export default defineConfig<Options>({
  ...local,
  testDir: "../tests",
  globalSetup: undefined,
  outputDir: "../test-results",
  reporter: [["list"], ["html", { open: "never", outputFolder: "../playwright-report" }]],
  // The test user is one person.
  workers: 1,
  // The apps are a network away, and may have to be woken up.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  use: {
    ...local.use,
    screenshot: "only-on-failure",
    hosted: authKitSignIn(password),
    // Nothing else is known of them.
    person: { id: "", email, firstName: "", lastName: "" },
    // A host may add something of its own to a page, such as a toolbar, which has problems of its own.
    checks: { watches: [watchTokens, watchPolicy], looks: [findToken] },
  },
  projects: [
    ...apps.map(({ name, origin }) => ({
      name,
      testMatch: `**/{every-app,${name}}/${specs}`,
      use: { origin, otherOrigin: origin },
    })),
    {
      name: "across-apps",
      testMatch: `**/across-apps/${specs}`,
      use: { origin: apps.at(0)!.origin, otherOrigin: apps.at(-1)!.origin },
    },
  ],
});

function readOrExit(): Deployed {
  try {
    return readDeployed(process.env, project.apps);
  } catch (error) {
    console.error(`✗ ${(error as Error).message}`);
    return process.exit(1);
  }
}
