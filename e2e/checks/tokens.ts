import type { BrowserContext, Page, Response } from "@playwright/test";

const anyJwt = /eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/;

/** Access tokens in what a server has sent as a page, or as a part of one. */
export function watchTokens(context: BrowserContext, isOurs: (url: string) => boolean) {
  const responses: Promise<string[]>[] = [];
  context.on("response", (response) => {
    if (isOurs(response.url()) && isOfPage(response)) responses.push(read(response));
  });
  return async () => (await Promise.all(responses)).flat();
}

/** Access tokens in a page as it is. */
export async function findToken(page: Page) {
  return anyJwt.test(await page.content()) ? [`There is an access token in ${page.url()}.`] : [];
}

function isOfPage(response: Response) {
  const type = response.headers()["content-type"] ?? "";
  return type.startsWith("text/html") || type.startsWith("text/x-component");
}

async function read(response: Response) {
  // The browser forgets the answers of a page that it has left.
  const body = await response.text().catch(() => "");
  return anyJwt.test(body) ? [`There is an access token in the answer to ${response.url()}.`] : [];
}
