import type { Page } from "@playwright/test";

/** @returns what of an organization a page from now on shows below the name of another */
export async function watchOrganizations(page: Page) {
  const misplaced = new Set<string>();
  await page.exposeFunction("noteMisplaced", (pair: string) => misplaced.add(pair));
  await page.addInitScript(watch);
  await page.evaluate(watch);
  return misplaced;

  function watch() {
    const { noteMisplaced } = window as unknown as { noteMisplaced: (pair: string) => void };
    new MutationObserver(() => {
      const title = document.querySelector("main h1")?.textContent ?? "";
      for (const { textContent: list } of document.querySelectorAll("main h2")) {
        if (list.startsWith("Of ") && list !== `Of ${title}`) {
          noteMisplaced(`${list} below ${title}`);
        }
      }
    }).observe(document, { subtree: true, childList: true, characterData: true });
  }
}
