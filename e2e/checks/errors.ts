import type { BrowserContext, Page } from "@playwright/test";

/** Errors on the console of our pages, and those that nothing has caught. */
export function watchErrors(context: BrowserContext, isOurs: (url: string) => boolean) {
  const errors: string[] = [];
  const isLeft = watchLeaving(context);
  context.on("console", (message) => {
    const page = message.page();
    if (message.type() !== "error" || !page || !isOurs(page.url())) return;
    const { url } = message.location();
    if (!isLeft(page, url)) errors.push(`${page.url()}: ${message.text()} (${url})`);
  });
  context.on("weberror", (event) => {
    const url = event.page()?.url() ?? "";
    if (isOurs(url)) errors.push(`${url}: ${String(event.error())}`);
  });
  return () => errors;
}

/**
 * Finds errors of a page that the browser is about to leave. AuthKit's client for browsers goes on
 * refreshing a session between sign-out and the next page, for which WorkOS refuses it.
 */
function watchLeaving(context: BrowserContext) {
  const nextUrls = new Map<Page, string>();
  const watch = (page: Page) => {
    page.on("request", (request) => {
      if (request.isNavigationRequest() && request.frame() === page.mainFrame()) {
        nextUrls.set(page, request.url());
      }
    });
    page.on("framenavigated", (frame) => {
      if (frame === page.mainFrame()) nextUrls.delete(page);
    });
  };
  context.pages().forEach(watch);
  context.on("page", watch);
  return (page: Page, url: string) => nextUrls.has(page) && nextUrls.get(page) !== url;
}
