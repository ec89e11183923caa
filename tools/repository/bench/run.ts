/** How long a person waits, and how much JavaScript the first page is. `npm run bench`. */
import { chromium, type Browser, type Page } from "@playwright/test";
import { createControlClient, type ControlClient } from "convex-authkit/testing";
import { gzipSync } from "node:zlib";
import { browserArguments, findBrowser } from "../../../e2e/browser/find.ts";
import globalSetup from "../../../e2e/stack/global-setup.ts";
import { project } from "../../../e2e/stack/project.ts";
import { WORKOS_API_KEY } from "../../../e2e/stack/settings.ts";
import { openedBy } from "../src/open-app.ts";

const RUNS = 20;
const email = "bench@example.com";

const stop = await globalSetup();
const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArguments });
try {
  const workos = createControlClient({
    url: project.workosUrl,
    apiKey: process.env[WORKOS_API_KEY] ?? "",
  });
  await signInAtOnce(workos);
  const rows: Record<string, Record<string, string | number>> = {};
  for (const { name: appName } of project.apps) {
    const times = { signIn: [] as number[], reload: [] as number[] };
    const requests = { signIn: 0, reload: 0 };
    // The first run warms the servers up and is not counted.
    for (let run = 0; run <= RUNS; run++) {
      const page = await newPage(browser);
      const app = openedBy(page, appName);
      await app.open();
      await app.signInLink.waitFor();
      await page.waitForLoadState("networkidle");
      const signIn = await measure(page, () => app.signInLink.click());
      await page.waitForLoadState("networkidle");
      const reload = await measure(page, () => page.reload({ waitUntil: "commit" }));
      await page.context().close();
      if (run === 0) continue;
      times.signIn.push(signIn.milliseconds);
      times.reload.push(reload.milliseconds);
      requests.signIn = signIn.requests;
      requests.reload = reload.requests;
    }
    rows[appName] = {
      "sign-in, ms": summary(times.signIn),
      "reload, ms": summary(times.reload),
      requests: `${requests.signIn} / ${requests.reload}`,
      "first page, kB of JavaScript, gzip": await firstPageJavaScript(browser, appName),
    };
  }
  console.table(rows);
} finally {
  await browser.close();
  await stop();
}

/** The hosted page lets the person through without a click, so that only the apps are measured. */
async function signInAtOnce(workos: ControlClient) {
  await workos.createUser({ email, first_name: "Bench" });
  await workos.waitForDelivery({ email, type: "user.created" });
  await workos.settings({ autoSignIn: email });
}

async function newPage(from: Browser): Promise<Page> {
  return await (await from.newContext()).newPage();
}

/** Milliseconds from an act of the person to content that only Convex can have given them. */
async function measure(page: Page, act: () => Promise<unknown>) {
  let requests = 0;
  const count = () => requests++;
  page.on("request", count);
  const start = performance.now();
  await act();
  await page.getByText("Convex-authenticated").waitFor();
  await page.getByRole("region", { name: "Account" }).getByText(email).waitFor();
  const milliseconds = performance.now() - start;
  page.off("request", count);
  return { milliseconds, requests };
}

/** Median (minimum–maximum). */
function summary(values: number[]): string {
  const sorted = values.toSorted((a, b) => a - b).map(Math.round);
  return `${sorted[Math.floor(sorted.length / 2)]} (${sorted[0]}–${sorted.at(-1)})`;
}

async function firstPageJavaScript(from: Browser, appName: string): Promise<number> {
  const page = await newPage(from);
  const sizes: Promise<number>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() !== "script") return;
    sizes.push(response.body().then((body) => gzipSync(body, { level: 9 }).length));
  });
  await openedBy(page, appName).open();
  await page.waitForLoadState("networkidle");
  await page.context().close();
  return Math.round((await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 100) / 10;
}
