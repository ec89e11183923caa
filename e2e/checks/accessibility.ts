import type { Page } from "@playwright/test";
import axe, { type run } from "axe-core";

/** What axe finds in a page, and what it finds of contrast when the page is dark. */
export async function findViolations(page: Page) {
  await page.evaluate(axe.source);
  const violations = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const found = await page.evaluate(async (isDark) => {
      const moving = document.getAnimations();
      const ending = moving.filter((each) => each.effect?.getComputedTiming().endTime !== Infinity);
      for (const each of ending) each.finish();
      const { axe } = window as unknown as { axe: { run: typeof run } };
      const results = await axe.run({
        resultTypes: ["violations"],
        ...(isDark ? { runOnly: ["color-contrast"] } : {}),
      });
      return results.violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
      );
    }, colorScheme === "dark");
    violations.push(...found.map((violation) => `${page.url()}, ${colorScheme}: ${violation}`));
  }
  return violations;
}
