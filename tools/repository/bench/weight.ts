/** Whether the apps' pages load no more JavaScript than they may. `npm run weight:check`. */
import { chromium } from "@playwright/test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { browserArguments, findBrowser } from "../../../e2e/browser/find.ts";
import { Child } from "../../convex-authkit/src/process/child.ts";
import { startOwn } from "./own.ts";
import { visit } from "./visit.ts";

/**
 * Bytes of JavaScript, gzip, over a shell of the same versions: Next.js alone, and Vite with React and
 * the clients of AuthKit and Convex.
 */
const budgets: Record<string, { home: number; signedIn: number }> = {
  next: { home: 8_000, signedIn: 46_000 },
  vite: { home: 12_000, signedIn: 18_000 },
};

const shells = join(import.meta.dirname, "shells");
const shellPages: Record<string, string> = {
  next: "dist/server/app/index.html",
  vite: "dist/index.html",
};

const own = await startOwn("weight@example.com");
const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArguments });
try {
  for (const subject of own.subjects) {
    const { name } = subject;
    const budget = budgets[name];
    if (!budget) continue;
    const shell = await shellBytes(name);
    const { javascript } = await visit(browser, subject);
    for (const page of ["home", "signedIn"] as const) {
      const over = javascript[page] - shell;
      const words = `${name}, ${page}: the shell (${shell}) + ${over} bytes, of ${budget[page]}`;
      if (over <= budget[page]) console.log(`✓ ${words}`);
      else {
        console.error(
          `✗ ${words}. Load with import() what is shown later, or raise the budget in bench/weight.ts.`,
        );
        process.exitCode = 1;
      }
    }
  }
} finally {
  await browser.close();
  await own.stop();
}

async function shellBytes(name: string): Promise<number> {
  const cwd = join(shells, name);
  const build = new Child({
    name: `The build of the ${name} shell`,
    command: `${name} build`,
    cwd,
    env: { NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (!(await build.succeeds())) throw new Error(await build.ended);
  const html = readFileSync(join(cwd, shellPages[name]!), "utf8");
  // Not those for browsers without modules.
  const scripts = [...html.matchAll(/<(?:script|link rel="modulepreload")[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => !/nomodule/i.test(tag))
    .map((tag) => /(?:src|href)="([^"]+\.js)[^"]*"/.exec(tag)?.[1])
    .filter((path) => path !== undefined);
  return [...new Set(scripts)]
    .map((path) => readFileSync(join(cwd, "dist", path.replace("/_next", ""))))
    .reduce((sum, script) => sum + gzipSync(script, { level: 9 }).length, 0);
}
