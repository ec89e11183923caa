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
 * Bytes of JavaScript, gzip, that a page may have over a shell of the same versions: its framework with
 * the clients of AuthKit and Convex, but for the home page of Next.js, which does without these.
 */
const budgets: Record<string, Record<"home" | "signedIn", { shell: string; over: number }>> = {
  next: {
    home: { shell: "dist/server/app/index.html", over: 8_000 },
    signedIn: { shell: "dist/server/app/clients.html", over: 25_000 },
  },
  vite: {
    home: { shell: "dist/index.html", over: 12_000 },
    signedIn: { shell: "dist/index.html", over: 18_000 },
  },
};

const shells = join(import.meta.dirname, "shells");

const own = await startOwn("weight@example.com");
const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArguments });
try {
  for (const subject of own.subjects) {
    const { name } = subject;
    const budget = budgets[name];
    if (!budget) continue;
    await buildShell(name);
    const { javascript } = await visit(browser, subject);
    for (const page of ["home", "signedIn"] as const) {
      const shell = bytesOf(name, budget[page].shell);
      const over = javascript[page] - shell;
      const words = `${name}, ${page}: the shell (${shell}) + ${over} bytes, of ${budget[page].over}`;
      if (over <= budget[page].over) console.log(`✓ ${words}`);
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

async function buildShell(name: string) {
  const build = new Child({
    name: `The build of the ${name} shell`,
    command: `${name} build`,
    cwd: join(shells, name),
    env: { NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (!(await build.succeeds())) throw new Error(await build.ended);
}

function bytesOf(name: string, page: string): number {
  const html = readFileSync(join(shells, name, page), "utf8");
  // Not those for browsers without modules.
  const scripts = [...html.matchAll(/<(?:script|link rel="modulepreload")[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => !/nomodule/i.test(tag))
    .map((tag) => /(?:src|href)="([^"]+\.js)[^"]*"/.exec(tag)?.[1])
    .filter((path) => path !== undefined);
  return [...new Set(scripts)]
    .map((path) => readFileSync(join(shells, name, "dist", path.replace("/_next", ""))))
    .reduce((sum, script) => sum + gzipSync(script, { level: 9 }).length, 0);
}
