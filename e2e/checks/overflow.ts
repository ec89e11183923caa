import type { Page } from "@playwright/test";

const NARROW = 320;

/** A page that scrolls in two directions: https://www.w3.org/WAI/WCAG22/Understanding/reflow. */
export async function findOverflow(page: Page) {
  const size = page.viewportSize();
  await page.setViewportSize({ width: NARROW, height: 700 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  if (size) await page.setViewportSize(size);
  return width > NARROW ? [`${page.url()} is ${width} px wide in a window of ${NARROW}.`] : [];
}
