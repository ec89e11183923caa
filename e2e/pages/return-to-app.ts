import type { Page } from "@playwright/test";

/**
 * Stands between WorkOS and the app for one return to `/callback`: `handle` gets the URL that the
 * browser would go to, and says where it goes instead, whenever it resolves.
 */
export async function interceptReturnToApp(
  page: Page,
  handle: (callbackUrl: URL) => URL | Promise<URL>,
) {
  // Playwright routes no request that follows from a redirect, so this takes the redirect itself.
  await page.route("**/user_management/authorize?*", async (route) => {
    if (route.request().method() !== "POST") return await route.continue();
    const response = await route.fetch({ maxRedirects: 0 });
    const { location, ...headers } = response.headers();
    if (!location) return await route.fulfill({ response });
    const target = await handle(new URL(location));
    await route.fulfill({
      status: response.status(),
      headers: { ...headers, location: target.href },
    });
  });
}
