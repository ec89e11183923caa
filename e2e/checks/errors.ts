import type { BrowserContext } from "@playwright/test";

/** Errors on the console of our pages, and those that nothing has caught. */
export function watchErrors(context: BrowserContext, isOurs: (url: string) => boolean) {
  const errors: string[] = [];
  context.on("console", (message) => {
    const url = message.page()?.url() ?? "";
    if (message.type() === "error" && isOurs(url)) errors.push(`${url}: ${message.text()}`);
  });
  context.on("weberror", (event) => {
    const url = event.page()?.url() ?? "";
    if (isOurs(url)) errors.push(`${url}: ${String(event.error())}`);
  });
  return () => errors;
}
